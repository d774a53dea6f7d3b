-- removable: up to where the messages of a lane are over and old: all confirmed, processed or discarded, and the end of
-- that longer ago than the retention. The first batch that is not ends it, also if those beyond it are. Used by clean_lane.
-- Not over is what an open stream goes on with: the batch that gave out its newest id, and the one whose id asked for it.
-- parameters  p_ispb     the lane
--             p_from     where it begins: the seq before its lowest message
--             p_before   what ended before this is old
--             p_max      how many messages to look at
-- results     the seq of the last one; p_from: there are none
-- locks       none: what is over stays so
CREATE OR REPLACE FUNCTION pixstream.removable(p_ispb text, p_from bigint, p_before timestamptz, p_max integer)
    RETURNS bigint
    LANGUAGE sql STABLE
AS $$
    WITH confirmed AS (
        SELECT b.from_seq, b.to_seq, b.confirmed_n, b.stream_id, b.iteration, b.ended_at,
               lag(b.to_seq, 1, p_from) OVER (ORDER BY b.to_seq) AS expected
        FROM pixstream.batch b
        WHERE b.ispb = p_ispb AND b.to_seq > p_from AND b.to_seq <= p_from + p_max AND b.state = 'confirmed'
    ), checked AS (
        SELECT c.to_seq, bool_and(coalesce(
            c.from_seq = c.expected AND c.ended_at < p_before AND j.ended_at < p_before
            AND NOT EXISTS (SELECT FROM pixstream.failure f
                            WHERE f.ispb = p_ispb AND f.seq > c.from_seq AND f.seq <= c.to_seq
                              AND (f.state IN ('retrying', 'dead') OR f.ended_at >= p_before))
            AND NOT EXISTS (SELECT FROM pixstream.stream s
                            WHERE s.stream_id = c.stream_id AND s.ended_at IS NULL
                              AND c.iteration >= (SELECT max(n.iteration) - 1 FROM pixstream.batch n
                                                 WHERE n.stream_id = s.stream_id)), false)
        ) OVER (ORDER BY c.to_seq) AS over
        FROM confirmed c
        LEFT JOIN LATERAL (SELECT n.from_n, n.state, n.ended_at FROM pixstream.job n
                           WHERE n.ispb = p_ispb AND n.to_n >= c.confirmed_n
                           ORDER BY n.to_n, n.attempt DESC LIMIT 1) j
               ON j.from_n < c.confirmed_n AND j.state = 'done'
        WHERE c.to_seq < (SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb ORDER BY b.to_seq DESC LIMIT 1)
    )
    SELECT coalesce(max(c.to_seq), p_from) FROM checked c WHERE c.over
$$;
