-- open: opens a stream on a lane, if one of its slots is free, and makes the stream's first claim.
-- parameters  p_ispb         the lane
--             p_id           the id that opens it; given out by a 204, else never seen
--             p_new_id       the id that a batch gives out
--             p_max          how many messages the collector takes
--             p_nonce        names the request, '<node>.<number>'
--             p_wait_ms      how long it waits if there is nothing, milliseconds
--             p_lease_ms     milliseconds
--             p_streams_max  how many streams a lane may have open
-- results     as of pull: 'delivered', 'empty' or 'too_many_streams'
-- locks       the lane
DROP FUNCTION IF EXISTS pixstream.open(text, text, text, integer, text, integer, integer, integer);
CREATE OR REPLACE FUNCTION pixstream.open(
    p_ispb text, p_id text, p_new_id text, p_max integer, p_nonce text, p_wait_ms integer, p_lease_ms integer,
    p_streams_max integer
) RETURNS pixstream.pulled
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_pulled pixstream.pulled;
    v_now timestamptz;
    v_stream_id bigint;
    v_expired integer := 0;
    v_messages integer := 0;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    v_now := pixstream.store_time();

    IF (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL) >= p_streams_max THEN
        SELECT e.streams, e.messages INTO v_expired, v_messages FROM pixstream.expire_lane(p_ispb) e;
        IF (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL) >= p_streams_max THEN
            v_pulled.outcome := 'too_many_streams';
            v_pulled.expired := v_expired;
            v_pulled.messages := v_messages;
            RETURN v_pulled;
        END IF;
    END IF;

    INSERT INTO pixstream.stream (ispb, iteration_id, opened_at, lease_until)
    VALUES (p_ispb, p_id, v_now, v_now + p_lease_ms * interval '1 ms')
    RETURNING stream.stream_id INTO v_stream_id;

    v_pulled := pixstream.claim(p_ispb, v_stream_id, 1, p_new_id, p_max, p_lease_ms, v_now);
    v_pulled.expired := v_expired;
    IF v_pulled.outcome = 'delivered' THEN
        UPDATE pixstream.stream s SET next_id = p_new_id WHERE s.stream_id = v_stream_id;
    ELSE
        v_pulled.iteration_id := p_id;
        UPDATE pixstream.stream s
        SET nonce = p_nonce, waiting_max = p_max, waiting_since = v_now,
            waiting_until = v_now + p_wait_ms * interval '1 ms',
            lease_until = v_now + (p_wait_ms + p_lease_ms) * interval '1 ms'
        WHERE s.stream_id = v_stream_id;
    END IF;
    IF v_messages > 0 THEN
        v_pulled.messages := v_messages;
        SELECT w.nodes, w.maxes INTO v_pulled.nodes, v_pulled.maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
    RETURN v_pulled;
END
$$;
