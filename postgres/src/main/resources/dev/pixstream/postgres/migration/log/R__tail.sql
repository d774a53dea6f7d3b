-- tail: how far a lane reaches. The index has it: its newest entry, read backwards, whatever transactions are open elsewhere.
-- parameters  p_ispb  the lane
-- results     the number of its newest message; 0: it never had one. Cleaning leaves the newest; if it is missing nevertheless,
--             that of the last that was cleaned
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.tail(p_ispb text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE -- which keeps its plan; sql does so since PostgreSQL 18
AS $$
BEGIN
    -- It stops at what was cleaned: the entries of that can't be removed while a transaction is held open.
    RETURN (WITH low AS (SELECT coalesce((SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0) AS seq)
            SELECT coalesce((SELECT m.seq FROM pixstream.message m WHERE m.ispb = p_ispb AND m.seq > low.seq
                             ORDER BY m.seq DESC LIMIT 1), low.seq)
            FROM low);
END
$$;
