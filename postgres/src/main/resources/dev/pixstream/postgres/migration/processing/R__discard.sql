-- discard: gives a dead letter up, and notes why. Repeating it changes nothing.
-- parameters  p_ispb, p_id   the lane and the endToEndId
--             p_reason       not empty
-- results     'done'       it was dead
--             'unchanged'  it was discarded before
--             'refused'    it was replayed
--             'unknown'    it is no dead letter and was none
-- locks       its row of failure
CREATE OR REPLACE FUNCTION pixstream.discard(p_ispb text, p_id text, p_reason text) RETURNS text
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_failure pixstream.failure;
BEGIN
    SELECT f.* INTO v_failure
    FROM pixstream.failure f
    WHERE f.ispb = p_ispb
      AND f.seq = (SELECT m.seq FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = p_id)
    FOR UPDATE OF f;
    IF v_failure.state = 'dead' THEN
        INSERT INTO pixstream.dead_letter_audit (ispb, seq, end_to_end_id, action, reason, error_class, error_message,
                                                 attempts, acted_at)
        VALUES (p_ispb, v_failure.seq, p_id, 'discarded', p_reason, v_failure.error_class, v_failure.error_message,
                v_failure.attempts, v_now);
        UPDATE pixstream.failure f SET state = 'discarded', ended_at = v_now
        WHERE f.ispb = p_ispb AND f.seq = v_failure.seq;
        RETURN 'done';
    END IF;
    RETURN CASE
        WHEN v_failure.state = 'discarded' THEN 'unchanged'
        WHEN EXISTS (SELECT FROM pixstream.dead_letter_audit a WHERE a.ispb = p_ispb AND a.seq = v_failure.seq)
            THEN 'refused'
        ELSE 'unknown' END;
END
$$;
