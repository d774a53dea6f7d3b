-- fail_job: a job is over: these of its messages failed, all others are processed. Each that failed is a job of its own
-- from now on, or a dead letter.
-- parameters  p_token     of the job
--             p_ispb, p_retry_seq   the message, if the job is the retry of a single one; else p_retry_seq is NULL
--             p_seqs      which messages failed, each once
--             p_classes, p_messages   of the error
--             p_retry_ms  after how long each is visible again, milliseconds; NULL: it goes to the dead letters
-- results     false: it is not the worker's any more, nothing has changed
-- locks       the row of the job, then those of the failures in the order of their messages
CREATE OR REPLACE FUNCTION pixstream.fail_job(
    p_token bigint, p_ispb text, p_retry_seq bigint,
    p_seqs bigint[], p_classes text[], p_messages text[], p_retry_ms bigint[]
) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    IF p_retry_seq IS NOT NULL THEN
        UPDATE pixstream.failure f
        SET state = CASE WHEN p_retry_ms[1] IS NULL THEN 'dead' ELSE 'retrying' END,
            attempts = f.attempts + 1, token = NULL, last_failed_at = v_now,
            visible_at = v_now + coalesce(p_retry_ms[1], 0) * interval '1 ms',
            error_class = left(p_classes[1], 200), error_message = left(p_messages[1], 1000)
        WHERE f.ispb = p_ispb AND f.seq = p_retry_seq AND f.token = p_token AND f.state = 'retrying';
        RETURN FOUND;
    END IF;

    UPDATE pixstream.job j SET state = 'done', ended_at = v_now WHERE j.token = p_token AND j.state = 'running';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- A row that is there is of a message that was processed before and put on the queue once more.
    INSERT INTO pixstream.failure (ispb, seq, end_to_end_id, state, attempts, visible_at, error_class, error_message,
                                   first_failed_at, last_failed_at)
    SELECT p_ispb, m.seq, m.end_to_end_id, CASE WHEN e.retry_ms IS NULL THEN 'dead' ELSE 'retrying' END, 1,
           v_now + coalesce(e.retry_ms, 0) * interval '1 ms', left(e.class, 200), left(e.message, 1000), v_now, v_now
    FROM unnest(p_seqs, p_classes, p_messages, p_retry_ms) e (seq, class, message, retry_ms)
    JOIN pixstream.message m ON m.ispb = p_ispb AND m.seq = e.seq
    ORDER BY m.seq
    ON CONFLICT (ispb, seq) DO UPDATE
    SET state = excluded.state, attempts = 1, visible_at = excluded.visible_at, token = NULL,
        error_class = excluded.error_class, error_message = excluded.error_message,
        first_failed_at = v_now, last_failed_at = v_now, ended_at = NULL;
    RETURN true;
END
$$;
