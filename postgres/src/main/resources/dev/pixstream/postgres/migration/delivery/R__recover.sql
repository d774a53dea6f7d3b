-- recover: after a crash of PostgreSQL, notes what the crash may have forgotten. Called by whoever is about to change streams
-- or batches when pixstream.intact is empty; the first caller does the work, the others wait for it.
-- What was claimed up to claimed_below counts as redelivered from now on. A collector whose newest id was forgotten has
-- to start anew, while its old stream holds a slot, and perhaps a batch. So streams get a short lease where nothing is
-- repeated because of it: those without a batch, and those whose batch is from the last seconds before the crash. A
-- collector that is still there comes back within it; a batch that was leased earlier keeps its full lease.
-- Which request of a stream waited last may be forgotten too, and an older one be there in its stead: none is held to wait
-- any more, and the first to look takes the place.
-- parameters  p_grace_ms  that lease, milliseconds
-- locks       pixstream.intact, exclusively; then rows of lane_mark, of batch in the order of their ids, of stream
CREATE OR REPLACE FUNCTION pixstream.recover(p_grace_ms integer DEFAULT 5000) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_until timestamptz := v_now + p_grace_ms * interval '1 ms';
    v_traces_from timestamptz;
BEGIN
    LOCK TABLE pixstream.intact IN EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM pixstream.intact) THEN
        RETURN;
    END IF;
    PERFORM set_config('synchronous_commit', 'on', true);
    UPDATE pixstream.lane_mark SET suspect_below = claimed_below WHERE suspect_below < claimed_below;

    SELECT greatest(max(o.waiting_since), max(o.opened_at), max(o.leased_at)) - interval '3 seconds'
    INTO v_traces_from
    FROM pixstream.open_stream o;

    PERFORM FROM pixstream.batch b JOIN pixstream.stream s ON s.stream_id = b.stream_id
    WHERE s.ended_at IS NULL AND (b.state = 'leased' OR b.stream_until IS NOT NULL)
    ORDER BY b.iteration_id, b.part FOR NO KEY UPDATE OF b;
    UPDATE pixstream.batch b SET lease_until = v_until
    FROM pixstream.stream s
    WHERE s.ended_at IS NULL AND b.stream_id = s.stream_id AND b.state = 'leased'
      AND b.leased_at >= v_traces_from AND b.lease_until > v_until;
    UPDATE pixstream.batch b
    SET waiting_until = NULL,
        stream_until = least(b.stream_until, greatest(b.waiting_until + p_grace_ms * interval '1 ms', v_until))
    FROM pixstream.stream s
    WHERE s.ended_at IS NULL AND b.stream_id = s.stream_id AND b.stream_until IS NOT NULL;
    UPDATE pixstream.stream s
    SET waiting_until = NULL,
        lease_until = least(s.lease_until, greatest(s.waiting_until + p_grace_ms * interval '1 ms', v_until))
    WHERE s.ended_at IS NULL;
    INSERT INTO pixstream.intact VALUES (v_now);
END
$$;
