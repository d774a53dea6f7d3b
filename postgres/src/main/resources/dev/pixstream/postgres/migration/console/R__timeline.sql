-- timeline: the life of one message, step by step: its latest 100 deliveries and 100 actions by hand.
-- parameters  p_ispb, p_id   the lane and the endToEndId
-- results     kind           'stored', 'delivery', 'queued', 'job', 'alone', 'dead', 'replayed', 'discarded', 'processed'
--             began_at, ended_at   ended_at is NULL of what goes on, or has no duration
--             outcome        of a delivery: leased, confirmed, released, expired; of a job: running, done, lost
--             actor          the stream's number, or the worker
--             attempt        of a delivery or job; of 'alone' how many attempts have failed
--             note           an error, or the reason of a discard
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.timeline(p_ispb text, p_id text)
    RETURNS TABLE (kind text, began_at timestamptz, ended_at timestamptz, outcome text, actor text, attempt integer,
                   note text)
    LANGUAGE sql STABLE
AS $$
    WITH message AS (
        SELECT m.seq, m.stored_at FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = p_id
    ), batch AS (
        SELECT b.* FROM message m, pixstream.batch b
        WHERE b.ispb = p_ispb AND b.to_seq >= m.seq AND b.to_seq < m.seq + 10 AND b.from_seq < m.seq
        ORDER BY b.attempt DESC LIMIT 100
    ), job AS (
        SELECT j.*, b.ended_at AS queued_at FROM batch b,
             LATERAL (SELECT n.to_n FROM pixstream.job n WHERE n.ispb = p_ispb AND n.to_n >= b.confirmed_n
                      ORDER BY n.to_n LIMIT 1) t,
             LATERAL (SELECT n.* FROM pixstream.job n WHERE n.ispb = p_ispb AND n.to_n = t.to_n) j
        WHERE b.state = 'confirmed' AND j.from_n < b.confirmed_n
    ), failure AS (
        SELECT f.* FROM message m, pixstream.failure f WHERE f.ispb = p_ispb AND f.seq = m.seq
    )
    SELECT 'stored', m.stored_at, NULL::timestamptz, NULL::text, NULL::text, NULL::integer, NULL::text FROM message m
    UNION ALL
    SELECT 'delivery', b.leased_at, b.ended_at, b.state, b.stream_id::text, b.attempt, NULL FROM batch b
    UNION ALL
    SELECT 'queued', b.ended_at, (SELECT min(j.taken_at) FROM job j), NULL, NULL, NULL, NULL
    FROM batch b WHERE b.state = 'confirmed'
    UNION ALL
    SELECT 'job', j.taken_at, j.ended_at, j.state, j.worker, j.attempt, NULL FROM job j
    UNION ALL
    SELECT 'alone', f.first_failed_at, f.last_failed_at, f.state, NULL, f.attempts, f.error_class || ': ' || f.error_message
    FROM failure f
    UNION ALL
    SELECT 'dead', f.last_failed_at, NULL, NULL, NULL, f.attempts, NULL FROM failure f WHERE f.state = 'dead'
    UNION ALL
    (SELECT a.action, a.acted_at, NULL, NULL, NULL, a.attempts, nullif(a.reason, '')
     FROM message m, pixstream.dead_letter_audit a WHERE a.ispb = p_ispb AND a.seq = m.seq
     ORDER BY a.acted_at DESC LIMIT 100)
    UNION ALL
    SELECT 'processed', coalesce(f.ended_at, j.ended_at), NULL, NULL, NULL, NULL, NULL
    FROM message m
    LEFT JOIN failure f ON true
    LEFT JOIN (SELECT max(d.ended_at) AS ended_at FROM job d WHERE d.state = 'done') j ON true
    WHERE f.state = 'processed' OR (f.state IS NULL AND j.ended_at IS NOT NULL)
    ORDER BY 2, 3 NULLS LAST
$$;
