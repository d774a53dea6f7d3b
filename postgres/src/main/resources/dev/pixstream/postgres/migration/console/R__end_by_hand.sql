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
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    v_now := pixstream.store_time();
    messages := 0;
    SELECT CASE WHEN o.waiting_until > v_now THEN coalesce(o.batch_id, o.iteration_id) END INTO waiter
    FROM pixstream.open_stream o WHERE o.stream_id = p_stream AND o.ispb = p_ispb;
    ended := FOUND;
    IF NOT ended THEN
        RETURN;
    END IF;
    messages := pixstream.end_stream(p_stream, 'closed', v_now);
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
