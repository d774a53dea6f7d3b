-- waiting: who waits for messages of a lane, the longest-waiting first. Used by append, close and expire, whose caller
-- wakes them after the commit.
-- parameters  p_ispb  the lane
-- results     nodes   the node of each waiting request
--             maxes   how many messages each can take
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.waiting(p_ispb text, OUT nodes text[], OUT maxes integer[])
    LANGUAGE plpgsql VOLATILE -- which keeps its plan; sql does so since PostgreSQL 18
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    SELECT array_agg(split_part(w.nonce, '.', 1)), array_agg(w.waiting_max)
    INTO nodes, maxes
    FROM (SELECT o.nonce, o.waiting_max FROM pixstream.open_stream o
          WHERE o.ispb = p_ispb AND o.waiting_until > v_now
          ORDER BY o.waiting_since) w;
END
$$;
