-- lock_queue_key: the key of a lane's queue. Whoever takes the lock of several does so in the order of their keys, so that
-- nobody waits in a circle.
-- parameters  p_ispb  the lane
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.lock_queue_key(p_ispb text) RETURNS integer
    LANGUAGE sql IMMUTABLE
AS 'SELECT hashtext(p_ispb)';
