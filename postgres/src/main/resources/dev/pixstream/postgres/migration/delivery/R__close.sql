-- close: ends a stream. With its latest id the last batch is confirmed, with the previous one it goes back to the lane.
-- parameters  p_ispb    the lane
--             p_id      the id that the collector names
-- results     outcome   'confirmed'  closed; whatever it had is confirmed
--                       'returned'   closed; its batch went back
--                       'closed'     it had ended before, or the id is older than the previous one: nothing changed
--                       'unknown'    no such id in this lane
--             messages  how many went back
--             nodes, maxes   who waits for them, see waiting
--             supplanted     a request of this stream waits and has to be told
-- locks       the lane
CREATE OR REPLACE FUNCTION pixstream.close(
    p_ispb text, p_id text,
    OUT outcome text, OUT messages integer, OUT nodes text[], OUT maxes integer[], OUT supplanted boolean
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_state text;
    v_lease_until timestamptz;
    v_next_id text;
    v_stream_id bigint;
    v_ispb text;
    v_outcome text := 'confirmed';
    v_waiting_until timestamptz;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    v_now := pixstream.store_time();
    messages := 0;
    supplanted := false;
    SELECT b.state, b.lease_until, b.next_id, b.stream_id, b.ispb
    INTO v_state, v_lease_until, v_next_id, v_stream_id, v_ispb
    FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    IF NOT FOUND THEN
        SELECT 'opened', s.next_id, s.stream_id, s.ispb
        INTO v_state, v_next_id, v_stream_id, v_ispb
        FROM pixstream.stream s WHERE s.iteration_id = p_id;
    END IF;
    IF v_ispb IS DISTINCT FROM p_ispb THEN
        outcome := 'unknown';
        RETURN;
    END IF;

    IF v_next_id IS NOT NULL THEN
        v_outcome := 'returned';
        SELECT b.state, b.lease_until, b.next_id INTO v_state, v_lease_until, v_next_id
        FROM pixstream.batch b WHERE b.iteration_id = v_next_id AND b.part = 0;
        -- Cleaning removes no batch that its stream goes on with: one that is gone was followed by others.
        IF NOT FOUND OR v_next_id IS NOT NULL THEN
            outcome := 'closed';
            RETURN;
        END IF;
    END IF;
    IF v_state <> 'leased' THEN
        SELECT o.lease_until, o.waiting_until INTO v_lease_until, v_waiting_until
        FROM pixstream.open_stream o WHERE o.stream_id = v_stream_id;
        IF NOT FOUND THEN
            outcome := 'closed';
            RETURN;
        END IF;
        supplanted := coalesce(v_waiting_until > v_now, false);
    END IF;

    IF v_lease_until <= v_now THEN
        messages := pixstream.end_stream(v_stream_id, 'expired', v_now);
        outcome := 'closed';
    ELSE
        IF v_outcome = 'confirmed' THEN
            PERFORM pixstream.confirm(p_ispb, p_id, NULL, v_now);
        END IF;
        messages := pixstream.end_stream(v_stream_id, 'closed', v_now);
        outcome := v_outcome;
    END IF;
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
