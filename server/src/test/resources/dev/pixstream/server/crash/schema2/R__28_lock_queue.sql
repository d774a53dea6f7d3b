-- lock_queue: takes of never taken work of one lane take turns; held until the end of the transaction. Confirmations do not
-- take it. Who takes it for several lanes does so in the order of lock_queue_key, so that nobody waits in a circle.
-- parameters  p_ispb  the lane
CREATE OR REPLACE FUNCTION pixstream.lock_queue_key(p_ispb text) RETURNS integer
    LANGUAGE sql IMMUTABLE
AS 'SELECT hashtext(p_ispb)';

CREATE OR REPLACE FUNCTION pixstream.lock_queue(p_ispb text) RETURNS void
    LANGUAGE sql VOLATILE
AS 'SELECT pg_advisory_xact_lock(1886613620, pixstream.lock_queue_key(p_ispb))';
