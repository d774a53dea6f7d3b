-- resend: the very batch that was sent before, for a collector that lost the response. Its lease starts anew.
-- Used by pull.
-- parameters  p_id        the id that the batch gave out
--             p_max       how many messages the collector accepts
--             p_lease_ms  milliseconds
--             p_now
-- results     as of pull: 'delivered', or 'not_acceptable' when the batch is larger than p_max (nothing changes)
-- locks       the lane, taken by the caller
DROP FUNCTION IF EXISTS pixstream.resend(text, integer, integer, timestamptz);
CREATE OR REPLACE FUNCTION pixstream.resend(p_id text, p_max integer, p_lease_ms integer, p_now timestamptz)
    RETURNS pixstream.pulled
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_pulled pixstream.pulled;
    v_until timestamptz := p_now + p_lease_ms * interval '1 ms';
BEGIN
    IF (SELECT sum(b.to_seq - b.from_seq) FROM pixstream.batch b WHERE b.iteration_id = p_id) > p_max THEN
        v_pulled.outcome := 'not_acceptable';
        RETURN v_pulled;
    END IF;
    UPDATE pixstream.batch b SET lease_until = v_until WHERE b.iteration_id = p_id;
    SELECT array_agg(m.payload ORDER BY b.part, m.seq) INTO v_pulled.payloads
    FROM pixstream.batch b
    JOIN pixstream.message m ON m.ispb = b.ispb AND m.seq > b.from_seq AND m.seq <= b.to_seq
    WHERE b.iteration_id = p_id;
    SELECT sum(b.redelivered), min(b.stream_id) INTO v_pulled.redelivered, v_pulled.stream
    FROM pixstream.batch b WHERE b.iteration_id = p_id;
    v_pulled.outcome := 'delivered';
    v_pulled.iteration_id := p_id;
    v_pulled.lease_until := v_until;
    v_pulled.supplanted := false;
    v_pulled.expired := 0;
    v_pulled.messages := 0;
    RETURN v_pulled;
END
$$;
