-- record_done: jobs of a queue that is in another store are over: these of their messages failed, all others are processed.
-- This is the step that counts, for both stores: what is written here is not processed again. It commits to disk, whatever
-- the session's settings are, since the other store forgets the jobs afterwards.
-- parameters  p_ispbs, p_from_ns, p_to_ns   the job: a range of what was confirmed in the lane
--             p_workers, p_taken_us         who had it, and since when, microseconds since 1970
--             p_jobs, p_seqs, p_classes, p_messages, p_retry_ms   the messages that failed: in which of those jobs (1, 2, 3 …),
--                         and as of fail_job
-- results     of each whether it was not done before; if it was, nothing has changed
-- locks       the queues of the lanes, in the order of their keys
CREATE OR REPLACE FUNCTION pixstream.record_done(
    p_ispbs text[], p_from_ns bigint[], p_to_ns bigint[], p_workers text[], p_taken_us bigint[],
    p_jobs integer[], p_seqs bigint[], p_classes text[], p_messages text[], p_retry_ms bigint[]
) RETURNS boolean[]
    LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_news boolean[] := array_fill(false, ARRAY[cardinality(p_ispbs)]);
    v_rows integer;
    i integer;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    FOR i IN SELECT o.place FROM unnest(p_ispbs) WITH ORDINALITY o (ispb, place)
             ORDER BY pixstream.lock_queue_key(o.ispb), o.place
    LOOP
        PERFORM pixstream.lock_queue(p_ispbs[i]);
        -- The whole, or what is left of it: after the other store has lost its jobs, they may be cut in another way.
        INSERT INTO pixstream.job (ispb, from_n, to_n, attempt, token, worker, taken_at, visible_at, ended_at, state)
        SELECT p_ispbs[i], g.from_n, g.to_n,
               1 + (SELECT count(*) FROM pixstream.job a WHERE a.ispb = p_ispbs[i] AND a.to_n = g.to_n),
               pixstream.new_token(), p_workers[i], 'epoch'::timestamptz + p_taken_us[i] * interval '1 us', v_now, v_now,
               'done'
        FROM (SELECT greatest(p_from_ns[i], coalesce(lag(d.to_n) OVER (ORDER BY d.to_n), 0)) AS from_n,
                     least(p_to_ns[i], d.from_n) AS to_n
              FROM (SELECT j.from_n, j.to_n FROM pixstream.job j
                    WHERE j.ispb = p_ispbs[i] AND j.to_n > p_from_ns[i] AND j.from_n < p_to_ns[i] AND j.state = 'done'
                      AND j.to_n <= p_to_ns[i] + 10000
                    UNION ALL SELECT p_to_ns[i], p_to_ns[i]) d) g
        WHERE g.from_n < g.to_n;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        v_news[i] := v_rows > 0;
    END LOOP;

    INSERT INTO pixstream.failure (ispb, seq, end_to_end_id, state, attempts, visible_at, error_class, error_message,
                                   first_failed_at, last_failed_at)
    SELECT m.ispb, m.seq, m.end_to_end_id, CASE WHEN e.retry_ms IS NULL THEN 'dead' ELSE 'retrying' END, 1,
           v_now + coalesce(e.retry_ms, 0) * interval '1 ms', left(e.class, 200), left(e.message, 1000), v_now, v_now
    FROM unnest(p_jobs, p_seqs, p_classes, p_messages, p_retry_ms) e (job, seq, class, message, retry_ms)
    JOIN pixstream.message m ON m.ispb = p_ispbs[e.job] AND m.seq = e.seq
    WHERE v_news[e.job]
    ORDER BY m.ispb, m.seq
    ON CONFLICT (ispb, seq) DO UPDATE
    SET state = excluded.state, attempts = 1, visible_at = excluded.visible_at, token = NULL,
        error_class = excluded.error_class, error_message = excluded.error_message,
        first_failed_at = v_now, last_failed_at = v_now, ended_at = NULL;
    RETURN v_news;
END
$$;
