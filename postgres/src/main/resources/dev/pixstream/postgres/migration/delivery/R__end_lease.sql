-- end_lease: ends the lease of a batch before its time. Nothing but a fault on order asks for it.
-- parameters  p_ispb    the lane
--             p_id      the id that the batch gave out; one that is not leased any more changes nothing
-- results     messages  how many went back
--             nodes, maxes   who waits for them, see waiting
-- locks       the lane
CREATE OR REPLACE FUNCTION pixstream.end_lease(
    p_ispb text, p_id text, OUT messages integer, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_stream_id bigint;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    messages := 0;
    SELECT b.stream_id INTO v_stream_id FROM pixstream.batch b
    WHERE b.iteration_id = p_id AND b.part = 0 AND b.ispb = p_ispb AND b.state = 'leased';
    IF FOUND THEN
        messages := pixstream.end_stream(v_stream_id, 'expired', pixstream.store_time());
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
