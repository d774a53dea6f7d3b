-- grace: a response could not be written. The batch stays with its stream, but only for a short lease.
-- parameters  p_id        the id that the batch gave out
--             p_seen      the lease's end as that response knew it; if it was sent again since, nothing changes
--             p_grace_ms  milliseconds
-- locks       the lane of that batch
CREATE OR REPLACE FUNCTION pixstream.grace(p_id text, p_seen timestamptz, p_grace_ms integer) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_ispb text;
    v_stream_id bigint;
    v_until timestamptz;
BEGIN
    SELECT b.ispb, b.stream_id INTO v_ispb, v_stream_id
    FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM pixstream.lock_lane(v_ispb);
    v_until := pixstream.store_time() + p_grace_ms * interval '1 ms';
    UPDATE pixstream.batch b SET lease_until = least(b.lease_until, v_until)
    WHERE b.iteration_id = p_id AND b.state = 'leased' AND b.lease_until = p_seen;
    IF FOUND THEN
        UPDATE pixstream.stream s SET lease_until = least(s.lease_until, v_until)
        WHERE s.stream_id = v_stream_id AND s.ended_at IS NULL;
    END IF;
END
$$;
