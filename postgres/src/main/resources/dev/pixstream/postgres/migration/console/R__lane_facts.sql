-- lane_facts: what is known here of lanes whose claims are in another store, for the console and for metrics. A few index
-- probes for each lane, and one for each batch that was processed since the last look; none for each message.
-- parameters  p_since       when the look before was taken; NULL: there was none
--             p_ispbs       the lanes
--             p_heads       where what was never delivered begins; NULL: nobody knows, and the history says
--             p_firsts      where the first range begins that is open for redelivery; NULL: there is none
-- results     measured_at   the store's time
--             ispb
--             tail, head    messages ever stored; the head as given, else as the history has it
--             open          messages up to the head that are not confirmed, where it was not given
--             oldest_at     when the oldest of those was stored that are to be delivered; NULL: there is none
--             undone        confirmed batches that no worker has taken
--             processed     messages whose job was done since the last look
--             dead          dead letters; of all lanes at most 100,000 are counted
--             cleaned       messages up to there were removed
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.lane_facts(
    p_since timestamptz, p_ispbs text[], p_heads bigint[], p_firsts bigint[]
)
    RETURNS TABLE (measured_at timestamptz, ispb text, tail bigint, head bigint, open bigint, oldest_at timestamptz,
                   undone bigint, processed bigint, dead bigint, cleaned bigint)
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    RETURN QUERY
    SELECT v_now, l.ispb, t.tail, h.head, h.open,
           (SELECT m.stored_at FROM pixstream.message m
            WHERE m.ispb = l.ispb AND m.seq = 1 + least(h.first, CASE WHEN h.head < t.tail THEN h.head END)),
           n.confirmed - n.taken, coalesce(d.messages, 0), coalesce(b.messages, 0), c.cleaned
    FROM unnest(p_ispbs, p_heads, p_firsts) g (ispb, head, first)
    JOIN pixstream.lane l ON l.ispb = g.ispb
    CROSS JOIN LATERAL (SELECT pixstream.tail(l.ispb) AS tail OFFSET 0) t
    CROSS JOIN LATERAL (SELECT coalesce((SELECT k.to_seq FROM pixstream.cleaned k WHERE k.ispb = l.ispb), 0) AS cleaned) c
    CROSS JOIN LATERAL (SELECT g.head, 0::bigint AS open, g.first WHERE g.head IS NOT NULL
                        UNION ALL
                        SELECT u.head, u.open, u.first FROM pixstream.newest_history(l.ispb, c.cleaned) u
                        WHERE g.head IS NULL) h
    CROSS JOIN LATERAL (SELECT coalesce((SELECT x.n FROM pixstream.confirmed x WHERE x.ispb = l.ispb
                                         ORDER BY x.n DESC LIMIT 1), 0) AS confirmed,
                               coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = l.ispb
                                         ORDER BY j.to_n DESC LIMIT 1), 0) AS taken) n
    LEFT JOIN pixstream.processed_since(p_since, v_now) d ON d.ispb = l.ispb
    LEFT JOIN pixstream.dead_of_lanes() b ON b.ispb = l.ispb
    ORDER BY l.ispb;
END
$$;
