-- unconfirmed: what the history of a lane does not have as confirmed, for rebuild and raise_floors. It reads what lies beyond the
-- lane's floor and in the gaps below it, nothing else.
-- parameters  p_ispb     the lane
--             p_batches  beyond the floor it looks at so many confirmed ranges, the lowest; NULL: at all
-- results     head     all up to it is confirmed, or is in a gap
--             gap_froms, gap_tos   ranges up to head that are not confirmed
-- locks       none
DROP FUNCTION IF EXISTS pixstream.unconfirmed(text);
CREATE OR REPLACE FUNCTION pixstream.unconfirmed(
    p_ispb text, p_batches integer, OUT head bigint, OUT gap_froms bigint[], OUT gap_tos bigint[]
)
    LANGUAGE plpgsql STABLE
    ${index_loops}
AS $$
DECLARE
    v_cleaned bigint := coalesce((SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0);
    v_floor bigint;
    v_froms bigint[];
    v_tos bigint[];
BEGIN
    SELECT f.seq, f.gap_froms, f.gap_tos INTO v_floor, v_froms, v_tos
    FROM pixstream.lane_floor f WHERE f.ispb = p_ispb AND f.seq >= v_cleaned;
    IF NOT FOUND THEN
        v_floor := v_cleaned;
        v_froms := '{}';
        v_tos := '{}';
    END IF;
    IF p_batches IS NULL THEN
        head := (SELECT b.to_seq FROM pixstream.batch b
                 WHERE b.ispb = p_ispb AND b.to_seq > v_floor AND b.state = 'confirmed'
                 ORDER BY b.to_seq DESC LIMIT 1);
    ELSE
        head := (SELECT max(l.to_seq)
                 FROM (SELECT b.to_seq FROM pixstream.batch b
                       WHERE b.ispb = p_ispb AND b.to_seq > v_floor AND b.state = 'confirmed'
                       ORDER BY b.to_seq LIMIT p_batches) l);
    END IF;
    head := coalesce(head, v_floor);
    -- Confirmed ranges never overlap, so one that ends in an open part lies in it.
    WITH part AS MATERIALIZED (
        SELECT g.from_seq, g.to_seq FROM unnest(v_froms, v_tos) g (from_seq, to_seq) WHERE g.to_seq > v_cleaned
        UNION ALL
        SELECT v_floor, head WHERE head > v_floor
    ), confirmed AS MATERIALIZED (
        SELECT p.from_seq AS part, b.from_seq, b.to_seq
        FROM part p,
             LATERAL (SELECT o.from_seq, o.to_seq FROM pixstream.batch o
                      WHERE o.ispb = p_ispb AND o.to_seq > p.from_seq AND o.to_seq <= p.to_seq
                        AND o.state = 'confirmed') b
    ), gap AS (
        SELECT lag(c.to_seq, 1, c.part) OVER (PARTITION BY c.part ORDER BY c.to_seq) AS from_seq, c.from_seq AS to_seq
        FROM confirmed c
        UNION ALL
        SELECT greatest(p.from_seq, (SELECT max(c.to_seq) FROM confirmed c WHERE c.part = p.from_seq)), p.to_seq
        FROM part p
    )
    SELECT coalesce(array_agg(g.from_seq ORDER BY g.from_seq), '{}'), coalesce(array_agg(g.to_seq ORDER BY g.from_seq), '{}')
    INTO gap_froms, gap_tos
    FROM gap g WHERE g.from_seq < g.to_seq;
END
$$;
