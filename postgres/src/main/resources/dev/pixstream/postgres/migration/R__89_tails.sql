-- tails: how far lanes reach, for a coordinator in another store. As a column behind append it tells what append made of it.
-- parameters  p_ispb  the lane
-- results     the number of its newest message; 0: it has none
CREATE OR REPLACE FUNCTION pixstream.tail(p_ispb text) RETURNS bigint
    LANGUAGE sql VOLATILE
AS 'SELECT coalesce((SELECT l.tail FROM pixstream.lane l WHERE l.ispb = p_ispb), 0)';
