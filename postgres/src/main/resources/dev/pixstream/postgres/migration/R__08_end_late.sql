-- end_late: ends a stream whose lease has ended before anybody looked for it. Used by pull.
-- parameters  p_ispb, p_stream_id
--             p_now
-- results     expired       1
--             messages      how many went back to the lane
--             nodes, maxes  who waits for them, see waiting
-- locks       the lane, taken by the caller
CREATE OR REPLACE FUNCTION pixstream.end_late(
    p_ispb text, p_stream_id bigint, p_now timestamptz,
    OUT expired integer, OUT messages integer, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    expired := 1;
    messages := pixstream.end_stream(p_stream_id, 'expired', p_now);
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
