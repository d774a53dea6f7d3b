-- pull: confirms the batch that gave out this id and claims the next one. One round trip.
-- parameters  p_ispb        the lane
--             p_id          the id that the collector asks with
--             p_new_id      the id that a new batch gives out
--             p_max         how many messages the collector takes
--             p_nonce       names the request, '<node>.<number>'
--             p_waited_us   how long ago the request arrived, microseconds
--             p_again       true: this request waited and looks once more
--             p_wait_ms     how long it goes on waiting if there is nothing, milliseconds
--             p_lease_ms    milliseconds
-- results     see the type pulled; no place. outcome:
--             'delivered'       a new batch, or the very batch that this id has asked for before
--             'empty'           nothing to deliver; the request may wait, its nonce is noted
--             'superseded'      another request with this id, which arrived later, waits or got a batch
--             'not_acceptable'  the batch to send again is larger than p_max
--             'closed'          the stream has ended, or the id is older than its previous one
--             'unknown'         no such id in this lane
-- locks       the lane
DROP FUNCTION IF EXISTS pixstream.pull(text, text, text, integer, text, bigint, boolean, integer, integer);
CREATE OR REPLACE FUNCTION pixstream.pull(
    p_ispb text, p_id text, p_new_id text, p_max integer, p_nonce text, p_waited_us bigint, p_again boolean,
    p_wait_ms integer, p_lease_ms integer
) RETURNS pixstream.pulled
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_pulled pixstream.pulled;
    v_now timestamptz;
    v_intact boolean;
    v_state text;
    v_lease_until timestamptz;
    v_next_id text;
    v_iteration integer;
    v_stream_id bigint;
    v_ispb text;
    v_nonce text;
    v_supplanted boolean := false;
    v_delivered boolean;
    v_arrived timestamptz;
    v_waiting_since timestamptz;
    v_waiting_until timestamptz;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    SELECT b.state, b.lease_until, b.next_id, b.iteration, b.stream_id, b.ispb, EXISTS (SELECT FROM pixstream.intact)
    INTO v_state, v_lease_until, v_next_id, v_iteration, v_stream_id, v_ispb, v_intact
    FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    IF NOT FOUND THEN
        SELECT 'opened', s.next_id, 0, s.stream_id, s.ispb, EXISTS (SELECT FROM pixstream.intact)
        INTO v_state, v_next_id, v_iteration, v_stream_id, v_ispb, v_intact
        FROM pixstream.stream s WHERE s.iteration_id = p_id;
    END IF;
    IF v_ispb IS DISTINCT FROM p_ispb THEN
        v_pulled.outcome := 'unknown';
        RETURN v_pulled;
    END IF;
    IF NOT v_intact THEN
        PERFORM pixstream.recover();
        SELECT b.lease_until INTO v_lease_until FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    END IF;
    v_now := pixstream.store_time();
    v_arrived := v_now - p_waited_us * interval '1 us';

    IF v_next_id IS NOT NULL THEN
        SELECT b.state, b.lease_until INTO v_state, v_lease_until
        FROM pixstream.batch b WHERE b.iteration_id = v_next_id AND b.part = 0;
        -- Cleaning removes no batch that its stream goes on with: one that is gone was followed by others.
        IF NOT FOUND OR v_state <> 'leased' THEN
            v_pulled.outcome := 'closed';
            RETURN v_pulled;
        ELSIF v_lease_until <= v_now THEN
            RETURN pixstream.end_late(p_ispb, v_stream_id, v_now);
        ELSIF p_again THEN
            v_pulled.outcome := 'superseded';
            RETURN v_pulled;
        END IF;
        RETURN pixstream.resend(v_next_id, p_max, p_lease_ms, v_now);
    END IF;

    IF v_state <> 'leased' THEN
        SELECT o.lease_until, o.nonce, o.waiting_since, o.waiting_until
        INTO v_lease_until, v_nonce, v_waiting_since, v_waiting_until
        FROM pixstream.open_stream o WHERE o.stream_id = v_stream_id;
        IF NOT FOUND THEN
            v_pulled.outcome := 'closed';
            RETURN v_pulled;
        END IF;
        v_supplanted := coalesce(v_nonce <> p_nonce AND v_waiting_until > v_now, false);
    END IF;
    IF v_lease_until <= v_now THEN
        RETURN pixstream.end_late(p_ispb, v_stream_id, v_now);
    END IF;
    -- Who waited here before lost its place to a newer one. Who comes first to the store may be older than who waits.
    IF v_supplanted AND (p_again OR v_waiting_since > v_arrived) THEN
        v_pulled.outcome := 'superseded';
        RETURN v_pulled;
    END IF;

    v_pulled := pixstream.claim(p_ispb, v_stream_id, v_iteration + 1, p_new_id, p_max, p_lease_ms, v_now);
    v_pulled.supplanted := v_supplanted;
    v_delivered := v_pulled.outcome = 'delivered';
    IF v_state = 'leased' THEN
        PERFORM pixstream.confirm(p_ispb, p_id, CASE WHEN v_delivered THEN p_new_id END, v_now);
    ELSIF v_delivered AND v_iteration > 0 THEN
        UPDATE pixstream.batch b
        SET next_id = p_new_id,
            nonce = NULL, waiting_max = NULL, waiting_since = NULL, waiting_until = NULL, stream_until = NULL
        WHERE b.iteration_id = p_id;
    ELSIF v_delivered THEN
        UPDATE pixstream.stream s SET next_id = p_new_id, waiting_until = NULL, lease_until = v_pulled.lease_until
        WHERE s.stream_id = v_stream_id;
    END IF;

    IF v_delivered THEN
        RETURN v_pulled;
    END IF;
    v_pulled.iteration_id := p_id;
    IF NOT p_again OR v_nonce IS DISTINCT FROM p_nonce THEN
        v_waiting_until := v_now + p_wait_ms * interval '1 ms';
        v_lease_until := v_waiting_until + p_lease_ms * interval '1 ms';
        IF v_iteration > 0 THEN
            UPDATE pixstream.batch b
            SET nonce = p_nonce, waiting_max = p_max, waiting_since = v_arrived, waiting_until = v_waiting_until,
                stream_until = v_lease_until
            WHERE b.iteration_id = p_id;
        ELSE
            UPDATE pixstream.stream s
            SET nonce = p_nonce, waiting_max = p_max, waiting_since = v_arrived, waiting_until = v_waiting_until,
                lease_until = v_lease_until
            WHERE s.stream_id = v_stream_id;
        END IF;
    END IF;
    RETURN v_pulled;
END
$$;
