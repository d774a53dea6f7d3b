-- extend_jobs: the visibility timeout of these jobs starts anew.
-- parameters  p_tokens          of the jobs
--             p_retry_tokens, p_retry_ispbs, p_retry_seqs   of those that are retries of a single message
--             p_visibility_ms   milliseconds
-- results     token             of each that is still the worker's
-- locks       the rows it changes
CREATE OR REPLACE FUNCTION pixstream.extend_jobs(
    p_tokens bigint[], p_retry_tokens bigint[], p_retry_ispbs text[], p_retry_seqs bigint[], p_visibility_ms integer
) RETURNS TABLE (token bigint)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_until timestamptz := pixstream.store_time() + p_visibility_ms * interval '1 ms';
    v_token bigint;
BEGIN
    FOREACH v_token IN ARRAY p_tokens LOOP
        RETURN QUERY
        UPDATE pixstream.job j SET visible_at = v_until
        WHERE j.token = v_token AND j.state = 'running'
        RETURNING j.token;
    END LOOP;
    FOR i IN 1 .. cardinality(p_retry_tokens) LOOP
        RETURN QUERY
        UPDATE pixstream.failure f SET visible_at = v_until
        WHERE f.ispb = p_retry_ispbs[i] AND f.seq = p_retry_seqs[i] AND f.token = p_retry_tokens[i]
          AND f.state = 'retrying'
        RETURNING f.token;
    END LOOP;
END
$$;
