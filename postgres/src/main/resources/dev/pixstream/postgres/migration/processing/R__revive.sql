-- revive: makes dead letters due again at once, with all their attempts, and notes it. Used by replay and replay_all.
-- parameters  p_ispbs, p_seqs   which; they are dead and locked by the caller
--             p_now
-- locks       none beyond those rows
CREATE OR REPLACE FUNCTION pixstream.revive(p_ispbs text[], p_seqs bigint[], p_now timestamptz) RETURNS void
    LANGUAGE sql VOLATILE
AS $$
    INSERT INTO pixstream.dead_letter_audit (ispb, seq, end_to_end_id, action, reason, error_class, error_message,
                                             attempts, acted_at)
    SELECT f.ispb, f.seq, f.end_to_end_id, 'replayed', '', f.error_class, f.error_message, f.attempts, p_now
    FROM unnest(p_ispbs, p_seqs) d (ispb, seq)
    JOIN pixstream.failure f ON f.ispb = d.ispb AND f.seq = d.seq
    ORDER BY f.ispb, f.seq;
    UPDATE pixstream.failure f SET state = 'retrying', attempts = 0, visible_at = p_now, token = NULL
    FROM unnest(p_ispbs, p_seqs) d (ispb, seq)
    WHERE f.ispb = d.ispb AND f.seq = d.seq
$$;
