-- due: the lanes that have a stream whose lease has ended. A stream's row tells when to look; pulls and waits don't touch it.
-- Where it looks due but the lease goes on, it is moved on here, so that it is looked at once in a lease: to the end of that
-- lease, or, while a request waits, to a lease from now, since a batch that it gets has no longer one.
-- parameters  p_max  how many lanes at most
-- results     ispb   of each
-- locks       none but the rows it moves on
CREATE OR REPLACE FUNCTION pixstream.due(p_max integer) RETURNS TABLE (ispb text)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    -- What is being pulled just now moves on by itself; waiting for it might be waiting in a circle.
    WITH late AS (
        SELECT s.stream_id,
               CASE WHEN b.state = 'leased' THEN b.lease_until
                    ELSE least(b.stream_until, v_now + (b.stream_until - b.waiting_until)) END AS look_at
        FROM pixstream.stream s,
             LATERAL (SELECT n.state, n.lease_until, n.waiting_until, n.stream_until FROM pixstream.batch n
                      WHERE n.stream_id = s.stream_id ORDER BY n.iteration DESC LIMIT 1) b
        WHERE s.ended_at IS NULL AND s.lease_until <= v_now
          AND CASE WHEN b.state = 'leased' THEN b.lease_until ELSE b.stream_until END > v_now
        FOR NO KEY UPDATE OF s SKIP LOCKED
    )
    UPDATE pixstream.stream s SET lease_until = greatest(s.lease_until, l.look_at)
    FROM late l WHERE s.stream_id = l.stream_id;
    RETURN QUERY
        SELECT DISTINCT s.ispb FROM pixstream.stream s WHERE s.ended_at IS NULL AND s.lease_until <= v_now LIMIT p_max;
END
$$;
