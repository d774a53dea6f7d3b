-- due: the lanes that have a stream whose lease has ended. A stream that pulls steadily is not touched by its pulls: where
-- its own row looks due but its batch is still leased, the row is moved on here, so that it is looked at once in a lease.
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
        SELECT o.stream_id, b.lease_until
        FROM pixstream.stream o,
             LATERAL (SELECT n.state, n.lease_until FROM pixstream.batch n WHERE n.stream_id = o.stream_id
                      ORDER BY n.iteration DESC LIMIT 1) b
        WHERE o.ended_at IS NULL AND o.lease_until <= v_now AND b.state = 'leased' AND b.lease_until > v_now
        FOR NO KEY UPDATE OF o SKIP LOCKED
    )
    UPDATE pixstream.stream s SET lease_until = greatest(s.lease_until, l.lease_until)
    FROM late l WHERE s.stream_id = l.stream_id;
    RETURN QUERY
        SELECT DISTINCT s.ispb FROM pixstream.stream s WHERE s.ended_at IS NULL AND s.lease_until <= v_now LIMIT p_max;
END
$$;
