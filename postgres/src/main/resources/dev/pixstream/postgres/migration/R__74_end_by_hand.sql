-- end_by_hand: an administrator closes a stream; its batch goes back.
-- parameters  p_ispb     the lane
--             p_stream   the stream's number
-- results     ended      false: this lane has no such open stream
--             messages   how many went back
--             nodes, maxes   who waits for them, see waiting
--             waiter     the id that a request of this stream waits with and has to be told of; NULL: none waits
-- locks       the lane
CREATE OR REPLACE FUNCTION pixstream.end_by_hand(
    p_ispb text, p_stream bigint,
    OUT ended boolean, OUT messages integer, OUT nodes text[], OUT maxes integer[], OUT waiter text
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_id text;
    v_waiting_until timestamptz;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    v_now := pixstream.store_time();
    messages := 0;
    SELECT s.iteration_id, s.waiting_until INTO v_id, v_waiting_until
    FROM pixstream.stream s WHERE s.stream_id = p_stream AND s.ispb = p_ispb AND s.ended_at IS NULL;
    ended := FOUND;
    IF NOT ended THEN
        RETURN;
    END IF;
    IF v_waiting_until > v_now THEN
        SELECT coalesce((SELECT b.iteration_id FROM pixstream.batch b WHERE b.stream_id = p_stream
                         ORDER BY b.iteration DESC LIMIT 1), v_id) INTO waiter;
    END IF;
    messages := pixstream.end_stream(p_stream, 'closed', v_now);
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
