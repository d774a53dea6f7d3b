-- lock_lane: claims of one lane take turns; held until the end of the transaction. Appends do not take it.
-- Two lanes whose codes hash alike share a lock, which costs a little waiting and nothing else.
-- parameters  p_ispb  the lane
-- locks       the lane
CREATE OR REPLACE FUNCTION pixstream.lock_lane(p_ispb text) RETURNS void
    LANGUAGE sql VOLATILE
AS 'SELECT pg_advisory_xact_lock(1886613619, hashtext(p_ispb))';
