-- expire: ends the streams of one lane whose lease has ended, and returns their batches.
-- parameters  p_ispb    the lane
-- results     streams   how many ended
--             messages  how many went back
--             nodes, maxes   who waits for them, see waiting
-- locks       the lane
CREATE OR REPLACE FUNCTION pixstream.expire(
    p_ispb text, OUT streams integer, OUT messages integer, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    SELECT e.streams, e.messages INTO streams, messages FROM pixstream.expire_lane(p_ispb) e;
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
