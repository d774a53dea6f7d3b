-- tail: how far a lane reaches, for a coordinator in another store.
-- parameters  p_ispb  the lane
-- results     the number of its newest message; 0: it has none
CREATE OR REPLACE FUNCTION pixstream.tail(p_ispb text) RETURNS bigint
    LANGUAGE sql VOLATILE
AS 'SELECT coalesce((SELECT l.tail FROM pixstream.lane l WHERE l.ispb = p_ispb), 0)';
