-- grace: a response could not be written. The batch stays with its stream, but only for a short lease.
-- parameters  p_id        the id that the batch gave out
--             p_seen      the lease's end as that response knew it; if it was sent again since, nothing changes
--             p_grace_ms  milliseconds
-- locks       none but the rows it changes
CREATE OR REPLACE FUNCTION pixstream.grace(p_id text, p_seen timestamptz, p_grace_ms integer) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_until timestamptz := pixstream.store_time() + p_grace_ms * interval '1 ms';
BEGIN
    UPDATE pixstream.batch b SET lease_until = least(b.lease_until, v_until)
    WHERE b.iteration_id = p_id AND b.state = 'leased' AND b.lease_until = p_seen;
    IF FOUND THEN
        UPDATE pixstream.stream s SET lease_until = least(s.lease_until, v_until)
        WHERE s.stream_id = (SELECT b.stream_id FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0)
          AND s.ended_at IS NULL;
    END IF;
END
$$;
