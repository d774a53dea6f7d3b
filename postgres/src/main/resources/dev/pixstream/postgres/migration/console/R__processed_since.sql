-- processed_since: how much of each lane was processed lately. One index probe for each batch. Used by sample_lanes and
-- lane_facts.
-- parameters  p_since   a time of the store; NULL: none, and nothing was
--             p_now     the store's time
-- results     ispb, messages   of each lane where some were
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.processed_since(p_since timestamptz, p_now timestamptz)
    RETURNS TABLE (ispb text, messages bigint)
    LANGUAGE sql STABLE
AS $$
    SELECT j.ispb, sum(c.messages)::bigint
    FROM pixstream.job j,
         LATERAL (SELECT sum(n.to_seq - n.from_seq) AS messages FROM pixstream.confirmed n
                  WHERE n.ispb = j.ispb AND n.n > j.from_n AND n.n <= j.to_n) c
    WHERE j.state = 'done' AND j.ended_at > coalesce(p_since, p_now) AND j.ended_at <= p_now
    GROUP BY j.ispb
$$;
