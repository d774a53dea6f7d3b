-- open: opens a stream on a lane, if one of its slots is free, and makes the stream's first claim.
-- parameters  p_ispb         the lane
--             p_id           the id that opens it; given out by a 204, else never seen
--             p_new_id       the id that a batch gives out
--             p_max          how many messages the collector takes
--             p_nonce        names the request, '<node>.<number>'
--             p_wait_ms      how long it waits if there is nothing, milliseconds
--             p_lease_ms     milliseconds
--             p_streams_max  how many streams a lane may have open
-- results     outcome        'delivered', 'empty' or 'too_many_streams'
--             iteration_id   the id to pull next
--             payloads, redelivered, lease_until   of a batch
--             supplanted     false
--             stream        of a batch: its stream
--             stored_at     of a new batch: see claim
--             expired       how many streams it ended because their lease had ended
--             messages      how many of theirs went back to the lane
--             nodes, maxes  who waits for them, see waiting
-- locks       the lane
DROP FUNCTION IF EXISTS pixstream.open(text, text, text, integer, text, integer, integer, integer);
CREATE OR REPLACE FUNCTION pixstream.open(
    p_ispb text, p_id text, p_new_id text, p_max integer, p_nonce text, p_wait_ms integer, p_lease_ms integer,
    p_streams_max integer,
    OUT outcome text, OUT iteration_id text, OUT payloads bytea[], OUT redelivered integer, OUT lease_until timestamptz,
    OUT supplanted boolean, OUT stream bigint, OUT stored_at timestamptz,
    OUT expired integer, OUT messages integer, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_stream_id bigint;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    v_now := pixstream.store_time();
    supplanted := false;
    expired := 0;
    messages := 0;

    IF (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL) >= p_streams_max THEN
        SELECT e.streams, e.messages INTO expired, messages FROM pixstream.expire_lane(p_ispb) e;
        IF (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL) >= p_streams_max THEN
            outcome := 'too_many_streams';
            RETURN;
        END IF;
    END IF;

    INSERT INTO pixstream.stream (ispb, iteration_id, opened_at, lease_until)
    VALUES (p_ispb, p_id, v_now, v_now + p_lease_ms * interval '1 ms')
    RETURNING stream.stream_id INTO v_stream_id;

    SELECT c.payloads, c.redelivered, c.lease_until, c.stored_at INTO payloads, redelivered, lease_until, stored_at
    FROM pixstream.claim(p_ispb, v_stream_id, 1, p_new_id, p_max, p_lease_ms, v_now) c;
    IF payloads IS NOT NULL THEN
        UPDATE pixstream.stream s SET next_id = p_new_id WHERE s.stream_id = v_stream_id;
        outcome := 'delivered';
        stream := v_stream_id;
        iteration_id := p_new_id;
    ELSE
        UPDATE pixstream.stream s
        SET nonce = p_nonce, waiting_max = p_max, waiting_since = v_now,
            waiting_until = v_now + p_wait_ms * interval '1 ms',
            lease_until = v_now + (p_wait_ms + p_lease_ms) * interval '1 ms'
        WHERE s.stream_id = v_stream_id;
        outcome := 'empty';
        iteration_id := p_id;
    END IF;
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
