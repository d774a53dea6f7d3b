-- resend: the very batch that was sent before, for a collector that lost the response. Its lease starts anew.
-- Used by pull.
-- parameters  p_id        the id that the batch gave out
--             p_max       how many messages the collector accepts
--             p_lease_ms  milliseconds
--             p_now
-- results     outcome     'delivered', or 'not_acceptable' when the batch is larger than p_max (nothing changes)
--             payloads, redelivered   as when it was first sent
--             lease_until when the lease ends
-- locks       the lane, taken by the caller
CREATE OR REPLACE FUNCTION pixstream.resend(
    p_id text, p_max integer, p_lease_ms integer, p_now timestamptz,
    OUT outcome text, OUT payloads bytea[], OUT redelivered integer, OUT lease_until timestamptz
)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF (SELECT sum(b.to_seq - b.from_seq) FROM pixstream.batch b WHERE b.iteration_id = p_id) > p_max THEN
        outcome := 'not_acceptable';
        RETURN;
    END IF;
    lease_until := p_now + p_lease_ms * interval '1 ms';
    UPDATE pixstream.batch b SET lease_until = resend.lease_until WHERE b.iteration_id = p_id;
    SELECT array_agg(m.payload ORDER BY b.part, m.seq) INTO payloads
    FROM pixstream.batch b
    JOIN pixstream.message m ON m.ispb = b.ispb AND m.seq > b.from_seq AND m.seq <= b.to_seq
    WHERE b.iteration_id = p_id;
    SELECT sum(b.redelivered) INTO redelivered FROM pixstream.batch b WHERE b.iteration_id = p_id;
    outcome := 'delivered';
END
$$;
