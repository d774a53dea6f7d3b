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
        SELECT s.stream_id
        FROM pixstream.stream s
        LEFT JOIN LATERAL (SELECT n.state, n.lease_until FROM pixstream.batch n WHERE n.stream_id = s.stream_id
                           ORDER BY n.iteration DESC LIMIT 1) b ON true
        WHERE s.ispb = p_ispb AND s.ended_at IS NULL
          AND CASE WHEN b.state = 'leased' THEN b.lease_until ELSE s.lease_until END <= v_now
        ORDER BY s.stream_id
    LOOP
        streams := streams + 1;
        messages := messages + pixstream.end_stream(v_stream_id, 'expired', v_now);
    END LOOP;
END
$$;
