-- processing_violations: checks that each confirmed message is in exactly one place: never taken, in one running job, to be
-- retried, dead, discarded, or processed; and what that follows from: confirmed holds the confirmed batches and, behind
-- them, what was put on the queue once more; jobs tile it up to the head. What was cleaned is no more. Reads
-- everything: for tests, and for a check of a live installation.
-- results     ispb, violation   one row for each; none when all is well
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.processing_violations() RETURNS TABLE (ispb text, violation text)
    LANGUAGE sql STABLE
AS $$
    WITH head AS (
        SELECT j.ispb, max(j.to_n) AS head FROM pixstream.job j GROUP BY j.ispb
    ), log AS (
        SELECT c.*, coalesce(h.head, 0) AS head, coalesce(d.to_seq, 0) AS cleaned,
               coalesce(lag(c.n) OVER (PARTITION BY c.ispb ORDER BY c.n), d.to_n, 0) AS before
        FROM pixstream.confirmed c
        LEFT JOIN head h ON h.ispb = c.ispb
        LEFT JOIN pixstream.cleaned d ON d.ispb = c.ispb
    ), held AS (
        SELECT l.ispb, l.from_seq, l.to_seq, 'never taken' AS what FROM log l WHERE l.n > l.head
        UNION ALL
        SELECT c.ispb, c.from_seq, c.to_seq, 'in job ' || j.token FROM pixstream.job j
        JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n AND c.n <= j.to_n
        WHERE j.state = 'running'
        UNION ALL
        SELECT f.ispb, f.seq - 1, f.seq, f.state FROM pixstream.failure f WHERE f.state <> 'processed'
    ), chain AS (
        SELECT h.*, max(h.to_seq) OVER (PARTITION BY h.ispb ORDER BY h.from_seq, h.to_seq
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM held h
    ), placed AS (
        SELECT h.ispb, h.from_seq, h.to_seq, h.what FROM held h
        UNION ALL
        SELECT l.ispb, greatest(l.from_seq, l.cleaned), l.to_seq, 'taken' FROM log l
        WHERE l.n <= l.head AND l.to_seq > l.cleaned
    ), first AS (
        SELECT j.*, coalesce(lag(j.to_n) OVER (PARTITION BY j.ispb ORDER BY j.to_n), d.to_n, 0) AS before
        FROM pixstream.job j LEFT JOIN pixstream.cleaned d ON d.ispb = j.ispb
        WHERE j.attempt = 1
    )
    SELECT c.ispb, format('(%s, %s] is %s and somewhere else', c.from_seq, c.to_seq, c.what)
    FROM chain c WHERE c.reached > c.from_seq
    UNION ALL
    SELECT p.ispb, format('(%s, %s] is %s but not confirmed', p.from_seq, p.to_seq, p.what)
    FROM placed p,
         LATERAL (SELECT coalesce(sum(least(b.to_seq, p.to_seq) - greatest(b.from_seq, p.from_seq)), 0) AS messages
                  FROM pixstream.batch b
                  WHERE b.ispb = p.ispb AND b.state = 'confirmed' AND b.to_seq > p.from_seq
                    AND b.to_seq < p.to_seq + 10 AND b.from_seq < p.to_seq) s
    WHERE s.messages <> p.to_seq - p.from_seq
    UNION ALL
    SELECT b.ispb, format('batch (%s, %s] is %s with place %s in confirmed', b.from_seq, b.to_seq, b.state, b.confirmed_n)
    FROM pixstream.batch b
    LEFT JOIN pixstream.confirmed c
           ON c.ispb = b.ispb AND c.n = b.confirmed_n AND c.from_seq = b.from_seq AND c.to_seq = b.to_seq
    WHERE (b.state = 'confirmed') <> (c.n IS NOT NULL) OR (b.state <> 'confirmed' AND b.confirmed_n IS NOT NULL)
    UNION ALL
    SELECT b.ispb, format('place %s in confirmed is of %s batches', b.confirmed_n, count(*))
    FROM pixstream.batch b WHERE b.confirmed_n IS NOT NULL GROUP BY b.ispb, b.confirmed_n HAVING count(*) > 1
    UNION ALL
    SELECT l.ispb, format('confirmed goes from %s to %s', l.before, l.n) FROM log l WHERE l.n <> l.before + 1
    UNION ALL
    SELECT f.ispb, format('job (%s, %s] starts at %s, not at %s', f.from_n, f.to_n, f.from_n, f.before)
    FROM first f WHERE f.from_n <> f.before
    UNION ALL
    SELECT h.ispb, format('jobs reach %s, confirmations do not', h.head)
    FROM head h WHERE NOT EXISTS (SELECT FROM pixstream.confirmed c WHERE c.ispb = h.ispb AND c.n = h.head)
    UNION ALL
    SELECT j.ispb, format('job up to %s has the attempts %s', j.to_n, string_agg(j.attempt || ' ' || j.state, ', '))
    FROM pixstream.job j GROUP BY j.ispb, j.to_n
    HAVING count(*) <> max(j.attempt) OR min(j.from_n) <> max(j.from_n)
        OR count(*) FILTER (WHERE j.state = 'lost') <> count(*) - 1
        OR max(j.attempt) FILTER (WHERE j.state <> 'lost') <> max(j.attempt)
    UNION ALL
    SELECT j.ispb, format('job %s is %s and ended at %s', j.token, j.state, j.ended_at)
    FROM pixstream.job j WHERE (j.state = 'running') <> (j.ended_at IS NULL)
    UNION ALL
    SELECT f.ispb, format('failure of %s is %s, ended at %s, of worker %s', f.seq, f.state, f.ended_at, f.token)
    FROM pixstream.failure f
    WHERE (f.state IN ('processed', 'discarded')) <> (f.ended_at IS NOT NULL)
       OR (f.state <> 'retrying' AND f.token IS NOT NULL)
    UNION ALL
    SELECT f.ispb, format('failure of %s names %s', f.seq, f.end_to_end_id) FROM pixstream.failure f
    WHERE NOT EXISTS (SELECT FROM pixstream.message m
                      WHERE m.ispb = f.ispb AND m.seq = f.seq AND m.end_to_end_id = f.end_to_end_id)
$$;
