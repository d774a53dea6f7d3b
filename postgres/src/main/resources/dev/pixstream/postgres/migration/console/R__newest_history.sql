-- newest_history: how a lane stands as the history has it, for a lane whose claims nobody knows. It reads the newest 50
-- confirmations: what lies open below them is found when the lane is rebuilt. Used by lane_facts.
-- parameters  p_ispb    the lane
--             p_cleaned what was removed after the retention
-- results     head      the end of the newest confirmation
--             open      messages up to there that are not confirmed
--             first     where they begin; NULL: there are none
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.newest_history(
    p_ispb text, p_cleaned bigint, OUT head bigint, OUT open bigint, OUT first bigint
)
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(max(c.to_seq), p_cleaned),
           coalesce(sum(c.from_seq - c.before) FILTER (WHERE c.from_seq > c.before), 0)::bigint,
           min(c.before) FILTER (WHERE c.from_seq > c.before)
    FROM (SELECT b.from_seq, b.to_seq,
                 coalesce(lag(b.to_seq) OVER (ORDER BY b.to_seq),
                          CASE WHEN count(*) OVER () < 50 THEN p_cleaned END) AS before
          FROM (SELECT n.from_seq, n.to_seq FROM pixstream.batch n
                WHERE n.ispb = p_ispb AND n.state = 'confirmed' AND n.to_seq > p_cleaned
                ORDER BY n.to_seq DESC LIMIT 50) b) c
$$;
