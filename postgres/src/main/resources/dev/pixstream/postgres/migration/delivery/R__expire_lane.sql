-- expire_lane: ends the streams of a lane whose lease has ended and returns their batches. Used by expire and open.
-- parameters  p_ispb    the lane
-- results     streams   how many ended
--             messages  how many went back
-- locks       the lane, taken by the caller
CREATE OR REPLACE FUNCTION pixstream.expire_lane(p_ispb text, OUT streams integer, OUT messages integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_stream_id bigint;
BEGIN
    streams := 0;
    messages := 0;
    FOR v_stream_id IN
        SELECT o.stream_id FROM pixstream.open_stream o
        WHERE o.ispb = p_ispb AND o.lease_until <= v_now
        ORDER BY o.stream_id
    LOOP
        streams := streams + 1;
        messages := messages + pixstream.end_stream(v_stream_id, 'expired', v_now);
    END LOOP;
END
$$;
