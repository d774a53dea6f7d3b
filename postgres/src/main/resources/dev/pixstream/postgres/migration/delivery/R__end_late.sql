-- end_late: ends a stream whose lease has ended before anybody looked for it. Used by pull.
-- parameters  p_ispb, p_stream_id
--             p_now
-- results     as of pull: 'closed'
-- locks       the lane, taken by the caller
DROP FUNCTION IF EXISTS pixstream.end_late(text, bigint, timestamptz);
CREATE OR REPLACE FUNCTION pixstream.end_late(p_ispb text, p_stream_id bigint, p_now timestamptz)
    RETURNS pixstream.pulled
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_pulled pixstream.pulled;
BEGIN
    v_pulled.outcome := 'closed';
    v_pulled.expired := 1;
    v_pulled.messages := pixstream.end_stream(p_stream_id, 'expired', p_now);
    IF v_pulled.messages > 0 THEN
        SELECT w.nodes, w.maxes INTO v_pulled.nodes, v_pulled.maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
    RETURN v_pulled;
END
$$;
