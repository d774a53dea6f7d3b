-- The queue message-processing is here, whoever has the claims. Versions before kept its jobs in Redis where the claims were
-- there, and wrote here only what was done, in any order: jobs that are done may lie beyond work that is not. The head of
-- what was taken is the end of the newest job, so each such gap becomes a job whose worker went away.

-- Whatever a node of the version before would still write: from now on it can't say that a job is done.
DROP FUNCTION IF EXISTS pixstream.record_done(
    text[], bigint[], bigint[], text[], bigint[], integer[], bigint[], text[], text[], bigint[]);
DROP FUNCTION IF EXISTS pixstream.record_retries(text[], bigint[], integer[], text[], text[], bigint[]);
DROP FUNCTION IF EXISTS pixstream.still_open(text[], bigint[], bigint[], text[], bigint[]);
DROP FUNCTION IF EXISTS pixstream.requeue(text, bigint[], bigint[]);
DROP FUNCTION IF EXISTS pixstream.retrying(text, bigint, integer);
DROP FUNCTION IF EXISTS pixstream.overdue(integer, integer);
DROP FUNCTION IF EXISTS pixstream.adopt_queue(text);
DROP FUNCTION IF EXISTS pixstream.log_page(text, bigint, integer);
DROP FUNCTION IF EXISTS pixstream.undone(text, bigint, integer);

-- Whoever is writing the end of a job at this moment has written it then.
LOCK TABLE pixstream.job IN SHARE ROW EXCLUSIVE MODE;

-- In pieces of 100 confirmations, as a worker holds a whole job in its memory. Their tokens are nobody's.
INSERT INTO pixstream.job (ispb, from_n, to_n, attempt, token, worker, taken_at, visible_at)
SELECT p.ispb, p.from_n, p.to_n, 1, -row_number() OVER (ORDER BY p.ispb, p.from_n), 'redis', now(), now()
FROM (SELECT g.ispb, s.from_n, least(s.from_n + 100, g.to_n) AS to_n
      FROM (SELECT j.ispb, j.from_n AS to_n,
                   greatest(coalesce(c.to_n, 0),
                            max(j.to_n) OVER (PARTITION BY j.ispb ORDER BY j.to_n
                                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS from_n
            FROM pixstream.job j
            JOIN pixstream.lane_epoch e ON e.ispb = j.ispb
            LEFT JOIN pixstream.cleaned c ON c.ispb = j.ispb
            WHERE j.state IN ('running', 'done')) g,
           LATERAL generate_series(g.from_n, g.to_n - 1, 100) s (from_n)
      WHERE g.from_n < g.to_n) p;

-- A message that is to be retried was a worker's by a token of Redis: it is nobody's.
UPDATE pixstream.failure f SET token = NULL
WHERE f.state = 'retrying' AND f.token IS NOT NULL AND f.ispb IN (SELECT e.ispb FROM pixstream.lane_epoch e);
