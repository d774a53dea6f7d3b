-- leave: a waiting request went away without a batch. Nobody counts on it any more; its lease runs from now.
-- parameters  p_ispb, p_nonce   the lane and the request
--             p_lease_ms        milliseconds
-- locks       none but the row it changes
CREATE OR REPLACE FUNCTION pixstream.leave(p_ispb text, p_nonce text, p_lease_ms integer) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_until timestamptz := pixstream.store_time() + p_lease_ms * interval '1 ms';
    v_stream_id bigint;
    v_id text;
BEGIN
    SELECT o.stream_id, CASE WHEN o.in_batch THEN o.batch_id END INTO v_stream_id, v_id
    FROM pixstream.open_stream o WHERE o.ispb = p_ispb AND o.nonce = p_nonce AND o.waiting_until IS NOT NULL;
    IF v_id IS NOT NULL THEN
        UPDATE pixstream.batch b SET waiting_until = NULL, stream_until = v_until
        WHERE b.iteration_id = v_id AND b.nonce = p_nonce;
    ELSE
        UPDATE pixstream.stream s SET waiting_until = NULL, lease_until = v_until
        WHERE s.stream_id = v_stream_id AND s.ended_at IS NULL AND s.nonce = p_nonce AND s.waiting_until IS NOT NULL;
    END IF;
END
$$;
