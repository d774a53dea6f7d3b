-- still_open: which jobs of a queue in another store are to be done still. That store may have missed that they ended.
-- parameters  p_ispbs, p_from_ns, p_to_ns   jobs
--             p_retry_ispbs, p_retry_seqs   retries of single messages
-- results     jobs      of each whether not all of it is done
--             attempts  of each retry how many have failed; NULL: it is not to be retried
CREATE OR REPLACE FUNCTION pixstream.still_open(
    p_ispbs text[], p_from_ns bigint[], p_to_ns bigint[], p_retry_ispbs text[], p_retry_seqs bigint[],
    OUT jobs boolean[], OUT attempts integer[]
)
    LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
    SELECT coalesce((SELECT array_agg(
                (SELECT coalesce(sum(least(j.to_n, o.to_n) - greatest(j.from_n, o.from_n)), 0) FROM pixstream.job j
                 WHERE j.ispb = o.ispb AND j.to_n > o.from_n AND j.to_n <= o.to_n + 10000 AND j.from_n < o.to_n
                   AND j.state = 'done') < o.to_n - o.from_n ORDER BY o.place)
            FROM unnest(p_ispbs, p_from_ns, p_to_ns) WITH ORDINALITY o (ispb, from_n, to_n, place)), '{}'),
           coalesce((SELECT array_agg(
                (SELECT f.attempts FROM pixstream.failure f
                 WHERE f.ispb = r.ispb AND f.seq = r.seq AND f.state = 'retrying') ORDER BY r.place)
            FROM unnest(p_retry_ispbs, p_retry_seqs) WITH ORDINALITY r (ispb, seq, place)), '{}')
$$;
