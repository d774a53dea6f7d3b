-- dead_letter: one message that is a dead letter, or was one before it was replayed or discarded.
-- parameters  p_ispb, p_id   the lane and the endToEndId
-- results     its failure and its payload, once for each audit entry, the oldest first; without any, once with no entry
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.dead_letter(p_ispb text, p_id text) RETURNS TABLE (
    ispb text, seq bigint, end_to_end_id text, state text, attempts integer, error_class text, error_message text,
    first_failed_at timestamptz, last_failed_at timestamptz, ended_at timestamptz, payload bytea,
    action text, action_reason text, action_error_class text, action_error_message text, action_attempts integer,
    acted_at timestamptz
)
    LANGUAGE sql STABLE
AS $$
    SELECT f.ispb, f.seq, f.end_to_end_id, f.state, f.attempts, f.error_class, f.error_message,
           f.first_failed_at, f.last_failed_at, f.ended_at, m.payload,
           a.action, a.reason, a.error_class, a.error_message, a.attempts, a.acted_at
    FROM pixstream.message m
    JOIN pixstream.failure f ON f.ispb = m.ispb AND f.seq = m.seq
    LEFT JOIN pixstream.dead_letter_audit a ON a.ispb = f.ispb AND a.seq = f.seq
    WHERE m.ispb = p_ispb AND m.end_to_end_id = p_id AND (f.state = 'dead' OR a.id IS NOT NULL)
    ORDER BY a.id
$$;
