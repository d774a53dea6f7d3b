-- undone: what was confirmed in a lane and lies in no job that is done, in order: what a queue that is in another store has to
-- hold. What lies between jobs that are done is found from those jobs; done jobs of a lane never overlap.
-- parameters  p_ispb   the lane
--             p_after  only what was confirmed beyond this place in the log
--             p_max    how many confirmations at most
-- results     n, from_seq, to_seq   of each
CREATE OR REPLACE FUNCTION pixstream.undone(p_ispb text, p_after bigint, p_max integer)
    RETURNS TABLE (n bigint, from_seq bigint, to_seq bigint)
    LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
    WITH base AS (
        SELECT greatest(p_after, coalesce((SELECT d.to_n FROM pixstream.cleaned d WHERE d.ispb = p_ispb), 0)) AS from_n
    ), done AS (
        SELECT j.from_n, j.to_n FROM pixstream.job j, base b
        WHERE j.ispb = p_ispb AND j.to_n > b.from_n AND j.state = 'done'
    ), gap AS (
        SELECT lag(d.to_n, 1, b.from_n) OVER (ORDER BY d.to_n) AS from_n, d.from_n AS to_n FROM done d, base b
        UNION ALL
        SELECT coalesce((SELECT max(d.to_n) FROM done d), b.from_n), 9223372036854775807 FROM base b
    )
    SELECT c.n, c.from_seq, c.to_seq
    FROM (SELECT g.from_n, g.to_n FROM gap g WHERE g.from_n < g.to_n ORDER BY g.from_n) g,
         LATERAL (SELECT o.n, o.from_seq, o.to_seq FROM pixstream.confirmed o
                  WHERE o.ispb = p_ispb AND o.n > g.from_n AND o.n <= g.to_n ORDER BY o.n LIMIT p_max) c
    ORDER BY c.n LIMIT p_max
$$;

-- log_page: the same, and how far it goes.
-- results     ns, from_seqs, to_seqs   of each
--             top     everything of the log up to here is named or done
--             more    there is more beyond
CREATE OR REPLACE FUNCTION pixstream.log_page(
    p_ispb text, p_after bigint, p_max integer,
    OUT ns bigint[], OUT from_seqs bigint[], OUT to_seqs bigint[], OUT top bigint, OUT more boolean
)
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- Before the page is read: what is confirmed meanwhile is not passed over.
    top := coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = p_ispb ORDER BY c.n DESC LIMIT 1), 0);
    SELECT coalesce(array_agg(u.n ORDER BY u.n), '{}'), coalesce(array_agg(u.from_seq ORDER BY u.n), '{}'),
           coalesce(array_agg(u.to_seq ORDER BY u.n), '{}'), count(*) = p_max
    INTO ns, from_seqs, to_seqs, more
    FROM pixstream.undone(p_ispb, p_after, p_max) u;
    top := CASE WHEN more THEN ns[p_max] ELSE greatest(top, p_after, coalesce(ns[cardinality(ns)], 0)) END;
END
$$;

-- adopt_queue: what this database's own queue had under way becomes undone, so that a queue in another store can have it.
-- parameters  p_ispb   the lane
CREATE OR REPLACE FUNCTION pixstream.adopt_queue(p_ispb text) RETURNS void
    LANGUAGE sql VOLATILE
AS $$
    DELETE FROM pixstream.job j
    WHERE j.ispb = p_ispb AND j.state <> 'done'
      AND NOT EXISTS (SELECT FROM pixstream.job d WHERE d.ispb = p_ispb AND d.to_n = j.to_n AND d.state = 'done');
    UPDATE pixstream.failure f SET token = NULL WHERE f.ispb = p_ispb AND f.state = 'retrying' AND f.token IS NOT NULL
$$;
