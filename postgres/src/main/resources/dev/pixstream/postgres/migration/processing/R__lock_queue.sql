-- lock_queue: takes of never taken work of one lane take turns; held until the end of the transaction. Confirmations do not
-- take it. Of several lanes it is taken in the order of their keys, see lock_queue_key.
-- parameters  p_ispb  the lane
-- locks       the lane's queue
CREATE OR REPLACE FUNCTION pixstream.lock_queue(p_ispb text) RETURNS void
    LANGUAGE sql VOLATILE
AS 'SELECT pg_advisory_xact_lock(1886613620, pixstream.lock_queue_key(p_ispb))';
