-- leave: a waiting request went away without a batch. Nobody counts on it any more; its lease runs from now.
-- parameters  p_ispb, p_nonce   the lane and the request
--             p_lease_ms        milliseconds
-- locks       none but the row it changes
CREATE OR REPLACE FUNCTION pixstream.leave(p_ispb text, p_nonce text, p_lease_ms integer) RETURNS void
    LANGUAGE sql VOLATILE
AS $$
    UPDATE pixstream.stream s
    SET waiting_until = NULL, lease_until = pixstream.store_time() + p_lease_ms * interval '1 ms'
    WHERE s.ispb = p_ispb AND s.ended_at IS NULL AND s.nonce = p_nonce AND s.waiting_until IS NOT NULL
$$;
