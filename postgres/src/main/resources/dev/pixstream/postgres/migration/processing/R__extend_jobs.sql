-- extend_jobs: the visibility timeout of these jobs starts anew.
-- parameters  p_tokens          of the jobs
--             p_retry_tokens, p_retry_ispbs, p_retry_seqs   of those that are retries of a single message
--             p_visibility_ms   milliseconds
-- results     token             of each that is still the worker's
-- locks       rows of job in the order of their tokens, then rows of failure in the order of their keys
CREATE OR REPLACE FUNCTION pixstream.extend_jobs(
    p_tokens bigint[], p_retry_tokens bigint[], p_retry_ispbs text[], p_retry_seqs bigint[], p_visibility_ms integer
) RETURNS TABLE (token bigint)
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_until timestamptz := pixstream.store_time() + p_visibility_ms * interval '1 ms';
    v_token bigint;
    i integer;
BEGIN
    FOR v_token IN SELECT t.token FROM unnest(p_tokens) t (token) ORDER BY 1 LOOP
        RETURN QUERY
        UPDATE pixstream.job j SET visible_at = v_until
        WHERE j.token = v_token AND j.state = 'running'
        RETURNING j.token;
    END LOOP;
    FOR i IN SELECT r.place FROM unnest(p_retry_ispbs, p_retry_seqs) WITH ORDINALITY r (ispb, seq, place)
             ORDER BY r.ispb COLLATE "C", r.seq
    LOOP
        RETURN QUERY
        UPDATE pixstream.failure f SET visible_at = v_until
        WHERE f.ispb = p_retry_ispbs[i] AND f.seq = p_retry_seqs[i] AND f.token = p_retry_tokens[i]
          AND f.state = 'retrying'
        RETURNING f.token;
    END LOOP;
END
$$;
