-- waiting: who waits for messages of a lane, the longest-waiting first. Used by append, close and expire, whose caller
-- wakes them after the commit.
-- parameters  p_ispb  the lane
-- results     nodes   the node of each waiting request
--             maxes   how many messages each can take
CREATE OR REPLACE FUNCTION pixstream.waiting(p_ispb text, OUT nodes text[], OUT maxes integer[])
    LANGUAGE sql VOLATILE
AS $$
    SELECT array_agg(split_part(w.nonce, '.', 1) ORDER BY w.waiting_since),
           array_agg(w.waiting_max ORDER BY w.waiting_since)
    FROM pixstream.stream w
    WHERE w.ispb = p_ispb AND w.ended_at IS NULL AND w.waiting_until > pixstream.store_time()
$$;
