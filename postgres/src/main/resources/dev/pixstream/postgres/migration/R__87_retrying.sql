-- retrying: messages that are to be retried, for a queue that is in another store and may have missed it.
-- parameters  p_ispb      the lane
--             p_after     only messages with a higher number
--             p_max       how many at most
-- results     seq, due_ms   in how many milliseconds each is due
CREATE OR REPLACE FUNCTION pixstream.retrying(p_ispb text, p_after bigint, p_max integer)
    RETURNS TABLE (seq bigint, due_ms bigint)
    LANGUAGE sql VOLATILE SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
    SELECT f.seq, greatest(0, ceil(extract(epoch FROM f.visible_at - pixstream.store_time()) * 1000))::bigint
    FROM pixstream.failure f
    WHERE f.ispb = p_ispb AND f.state = 'retrying' AND f.seq > p_after ORDER BY f.seq LIMIT p_max
$$;

-- overdue: the lanes of messages that should have been retried a while ago: the backstop for a replay that the other store
-- did not learn of.
-- parameters  p_age_ms   for how long they have been due, milliseconds
--             p_max      how many messages to look at, the longest due first
-- results     ispb
CREATE OR REPLACE FUNCTION pixstream.overdue(p_age_ms integer, p_max integer) RETURNS TABLE (ispb text)
    LANGUAGE sql VOLATILE SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
    SELECT DISTINCT d.ispb
    FROM (SELECT f.ispb FROM pixstream.failure f
          WHERE f.state = 'retrying' AND f.visible_at <= pixstream.store_time() - p_age_ms * interval '1 ms'
          ORDER BY f.visible_at LIMIT p_max) d
$$;
