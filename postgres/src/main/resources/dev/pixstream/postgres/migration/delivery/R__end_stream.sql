-- end_stream: closes a stream and returns the batch that it still leases, as one step. Used by open, pull, close, expire.
-- parameters  p_stream_id
--             p_state     'closed' or 'expired': how the stream ends
--             p_now
-- results     how many messages went back to the lane
-- locks       the lane, taken by the caller; the rows of the batch, then that of the stream
CREATE OR REPLACE FUNCTION pixstream.end_stream(p_stream_id bigint, p_state text, p_now timestamptz)
    RETURNS integer
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_id text;
    v_messages integer;
BEGIN
    SELECT b.iteration_id INTO v_id FROM pixstream.batch b
    WHERE b.stream_id = p_stream_id ORDER BY b.iteration DESC LIMIT 1;
    UPDATE pixstream.batch b
    SET nonce = NULL, waiting_max = NULL, waiting_since = NULL, waiting_until = NULL, stream_until = NULL
    WHERE b.iteration_id = v_id AND b.stream_until IS NOT NULL;
    WITH ended AS (
        UPDATE pixstream.batch b
        SET state = CASE p_state WHEN 'expired' THEN 'expired' ELSE 'released' END, ended_at = p_now
        WHERE b.iteration_id = v_id AND b.state = 'leased'
        RETURNING b.ispb, b.from_seq, b.to_seq, b.attempt
    ), back AS (
        INSERT INTO pixstream.returned SELECT e.ispb, e.from_seq, e.to_seq, e.attempt FROM ended e
    )
    SELECT coalesce(sum(e.to_seq - e.from_seq), 0) INTO v_messages FROM ended e;
    UPDATE pixstream.stream SET state = p_state, ended_at = p_now, waiting_until = NULL
    WHERE stream_id = p_stream_id;
    RETURN v_messages;
END
$$;
