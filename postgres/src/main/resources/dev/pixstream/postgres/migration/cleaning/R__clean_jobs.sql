-- clean_jobs: removes jobs whose messages were all removed, from the lower end of the lane, with what they say of
-- confirmed. Never the newest of either. Used by clean_lane.
-- parameters  p_ispb     the lane
--             p_from_n   the n up to which they were removed before
--             p_from     the seq before its lowest message
--             p_before   what ended before this is old
--             p_max      how many rows of job to look at
-- results     the n up to which they were removed
-- locks       the rows that it removes
CREATE OR REPLACE FUNCTION pixstream.clean_jobs(
    p_ispb text, p_from_n bigint, p_from bigint, p_before timestamptz, p_max integer
) RETURNS bigint
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_to_n bigint;
BEGIN
    WITH lowest AS (
        SELECT n.* FROM pixstream.job n WHERE n.ispb = p_ispb AND n.to_n > p_from_n
        ORDER BY n.to_n, n.attempt LIMIT p_max
    ), newest AS (
        SELECT o.*, lag(o.to_n, 1, p_from_n) OVER (ORDER BY o.to_n) AS expected
        FROM (SELECT DISTINCT ON (l.to_n) l.from_n, l.to_n, l.state, l.ended_at FROM lowest l
              ORDER BY l.to_n, l.attempt DESC) o
    ), checked AS (
        SELECT n.to_n, bool_and(coalesce(
            n.state = 'done' AND n.ended_at < p_before
            -- A queue in another store has no row here for a job that runs: what it holds is not done.
            AND n.from_n = n.expected
            AND NOT EXISTS (SELECT FROM pixstream.confirmed c
                            WHERE c.ispb = p_ispb AND c.n > n.from_n AND c.n <= n.to_n AND c.to_seq > p_from), false)
        ) OVER (ORDER BY n.to_n) AS over
        FROM newest n
        WHERE n.to_n < (SELECT j.to_n FROM pixstream.job j WHERE j.ispb = p_ispb ORDER BY j.to_n DESC LIMIT 1)
    )
    SELECT coalesce(max(c.to_n), p_from_n) INTO v_to_n FROM checked c WHERE c.over;
    DELETE FROM pixstream.confirmed c WHERE c.ispb = p_ispb AND c.n > p_from_n AND c.n <= v_to_n;
    DELETE FROM pixstream.job j WHERE j.ispb = p_ispb AND j.to_n > p_from_n AND j.to_n <= v_to_n;
    RETURN v_to_n;
END
$$;
