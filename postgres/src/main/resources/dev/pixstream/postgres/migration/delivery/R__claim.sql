-- claim: gives a stream the next messages of its lane: returned ranges first, in order, then what lies beyond the head.
-- Used by open and pull.
-- parameters  p_ispb, p_stream_id, p_now
--             p_iteration the number of the batch in its stream
--             p_new_id    the id that the batch gives out
--             p_max       how many messages at most
--             p_lease_ms  milliseconds
-- results     as of pull: 'delivered', or 'empty' when there was nothing to claim
-- locks       the lane, taken by the caller
DROP FUNCTION IF EXISTS pixstream.claim(text, bigint, integer, text, integer, integer, timestamptz);
CREATE OR REPLACE FUNCTION pixstream.claim(
    p_ispb text, p_stream_id bigint, p_iteration integer, p_new_id text, p_max integer,
    p_lease_ms integer, p_now timestamptz
) RETURNS pixstream.pulled
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_pulled pixstream.pulled;
    v_payloads bytea[];
    v_redelivered integer := 0;
    v_lease_until timestamptz := p_now + p_lease_ms * interval '1 ms';
    v_left integer := p_max;
    v_part integer := 0;
    v_range pixstream.returned;
    v_to bigint;
    v_head bigint;
    v_claimed_below bigint;
    v_suspect_below bigint;
    v_fresh bytea[];
    v_again bytea[];
BEGIN
    FOR v_range IN
        SELECT r.* FROM pixstream.returned r WHERE r.ispb = p_ispb ORDER BY r.from_seq LIMIT p_max
    LOOP
        EXIT WHEN v_left = 0;
        v_to := least(v_range.to_seq, v_range.from_seq + v_left);
        IF v_to = v_range.to_seq THEN
            DELETE FROM pixstream.returned r WHERE r.ispb = p_ispb AND r.from_seq = v_range.from_seq;
        ELSE
            UPDATE pixstream.returned r SET from_seq = v_to WHERE r.ispb = p_ispb AND r.from_seq = v_range.from_seq;
        END IF;
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until)
        VALUES (p_ispb, v_range.from_seq, v_to, v_range.attempt + 1, v_part, v_to - v_range.from_seq, p_stream_id,
                p_iteration, p_new_id, p_now, v_lease_until);
        SELECT array_agg(m.payload ORDER BY m.seq) INTO v_again FROM pixstream.message m
        WHERE m.ispb = p_ispb AND m.seq > v_range.from_seq AND m.seq <= v_to;
        v_payloads := v_payloads || v_again;
        v_redelivered := v_redelivered + (v_to - v_range.from_seq)::integer;
        v_left := v_left - (v_to - v_range.from_seq)::integer;
        v_part := v_part + 1;
    END LOOP;

    IF v_left > 0 THEN
        SELECT h.head, f.payloads, f.stored_at INTO v_head, v_fresh, v_pulled.stored_at
        FROM (SELECT coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb
                               ORDER BY b.to_seq DESC LIMIT 1), 0) AS head) h,
             LATERAL (SELECT array_agg(m.payload ORDER BY m.seq) AS payloads, min(m.stored_at) AS stored_at
                      FROM pixstream.message m
                      WHERE m.ispb = p_ispb AND m.seq > h.head AND m.seq <= h.head + v_left) f;
    END IF;
    IF v_fresh IS NOT NULL THEN
        v_to := v_head + cardinality(v_fresh);
        SELECT k.claimed_below, k.suspect_below INTO v_claimed_below, v_suspect_below
        FROM pixstream.lane_mark k WHERE k.ispb = p_ispb;
        IF v_claimed_below IS NULL OR v_to > v_claimed_below THEN
            PERFORM set_config('synchronous_commit', 'on', true);
            INSERT INTO pixstream.lane_mark AS k VALUES (p_ispb, v_to + 10000, 0)
            ON CONFLICT (ispb) DO UPDATE SET claimed_below = excluded.claimed_below;
            v_suspect_below := coalesce(v_suspect_below, 0);
        END IF;

        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until)
        VALUES (p_ispb, v_head, v_to, 1, v_part, greatest(0, least(v_to, v_suspect_below) - v_head), p_stream_id,
                p_iteration, p_new_id, p_now, v_lease_until);
        v_redelivered := v_redelivered + greatest(0, least(v_to, v_suspect_below) - v_head)::integer;
        v_payloads := CASE WHEN v_part = 0 THEN v_fresh ELSE v_payloads || v_fresh END;
    END IF;

    v_pulled.supplanted := false;
    v_pulled.expired := 0;
    v_pulled.messages := 0;
    IF v_payloads IS NULL THEN
        v_pulled.outcome := 'empty';
        RETURN v_pulled;
    END IF;
    v_pulled.outcome := 'delivered';
    v_pulled.iteration_id := p_new_id;
    v_pulled.payloads := v_payloads;
    v_pulled.redelivered := v_redelivered;
    v_pulled.lease_until := v_lease_until;
    v_pulled.stream := p_stream_id;
    RETURN v_pulled;
END
$$;
