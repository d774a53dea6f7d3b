-- complete_job: all messages of a job are processed.
-- parameters  p_token   of the job
--             p_ispb, p_retry_seq   the message, if the job is the retry of a single one; else p_retry_seq is NULL
-- results     false: it is not the worker's any more, nothing has changed
-- locks       the row it changes
CREATE OR REPLACE FUNCTION pixstream.complete_job(p_token bigint, p_ispb text, p_retry_seq bigint) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
BEGIN
    IF p_retry_seq IS NULL THEN
        UPDATE pixstream.job j SET state = 'done', ended_at = pixstream.store_time()
        WHERE j.token = p_token AND j.state = 'running';
    ELSE
        UPDATE pixstream.failure f SET state = 'processed', ended_at = pixstream.store_time(), token = NULL
        WHERE f.ispb = p_ispb AND f.seq = p_retry_seq AND f.token = p_token AND f.state = 'retrying';
    END IF;
    RETURN FOUND;
END
$$;
