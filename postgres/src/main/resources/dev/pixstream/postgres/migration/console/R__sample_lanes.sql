-- sample_lanes: how each lane stands, for the console. A few index probes for each lane, and one for each batch that was
-- processed or redelivered since the last look; none for each message.
-- parameters  p_since       when the look before was taken, by the store's time; NULL: there was none
--             p_watched     lanes whose streams and returned ranges are told too
-- results     measured_at   the store's time
--             ispb
--             tail, head    messages ever stored; of them, delivered at least once
--             backlog       messages to be delivered
--             oldest_at     when the oldest of them was stored; NULL: there is none
--             streams       how many are open
--             waiting       how many of them wait in a long poll
--             leased        messages delivered and not confirmed
--             redelivered   messages delivered once more since the last look
--             redelivered_lately   and within 15 minutes; both look at the newest 20,000 such batches
--             processed     messages whose job was done since the last look
--             dead          dead letters; of all lanes at most 100,000 are counted
--             detail        of a watched lane, else NULL: see lane_detail
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.sample_lanes(p_since timestamptz, p_watched text[])
    RETURNS TABLE (measured_at timestamptz, ispb text, tail bigint, head bigint, backlog bigint, oldest_at timestamptz,
                   streams integer, waiting integer, leased bigint, redelivered bigint, redelivered_lately bigint, processed bigint, dead bigint,
                   detail jsonb)
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    RETURN QUERY
    WITH open AS (
        SELECT o.ispb, count(*)::integer AS streams,
               count(*) FILTER (WHERE o.waiting_until > v_now)::integer AS waiting,
               coalesce(sum(b.messages), 0)::bigint AS leased
        FROM pixstream.open_stream o,
             LATERAL (SELECT sum(n.to_seq - n.from_seq) AS messages FROM pixstream.batch n
                      WHERE n.iteration_id = o.batch_id AND n.state = 'leased') b
        GROUP BY o.ispb
    ), again AS (
        SELECT b.ispb, sum(b.redelivered)::bigint AS lately,
               sum(b.redelivered) FILTER (WHERE b.leased_at > p_since)::bigint AS messages
        FROM (SELECT n.ispb, n.redelivered, n.leased_at FROM pixstream.batch n
              WHERE n.redelivered > 0 AND n.leased_at > v_now - interval '15 min'
              ORDER BY n.leased_at DESC LIMIT 20000) b
        GROUP BY b.ispb
    )
    SELECT v_now, l.ispb, t.tail, h.head, t.tail - h.head + r.messages,
           CASE WHEN t.tail - h.head + r.messages > 0 THEN
               (SELECT m.stored_at FROM pixstream.message m
                WHERE m.ispb = l.ispb AND m.seq = 1 + least(r.first, CASE WHEN h.head < t.tail THEN h.head END)) END,
           coalesce(o.streams, 0), coalesce(o.waiting, 0), coalesce(o.leased, 0), coalesce(a.messages, 0), coalesce(a.lately, 0),
           coalesce(d.messages, 0), coalesce(b.messages, 0),
           CASE WHEN l.ispb = ANY (p_watched) THEN pixstream.lane_detail(l.ispb, v_now) END
    FROM pixstream.lane l
    CROSS JOIN LATERAL (SELECT pixstream.tail(l.ispb) AS tail OFFSET 0) t
    CROSS JOIN LATERAL (SELECT coalesce((SELECT n.to_seq FROM pixstream.batch n WHERE n.ispb = l.ispb
                                         ORDER BY n.to_seq DESC LIMIT 1), 0) AS head) h
    CROSS JOIN LATERAL (SELECT coalesce(sum(q.to_seq - q.from_seq), 0)::bigint AS messages, min(q.from_seq) AS first
                        FROM pixstream.returned q WHERE q.ispb = l.ispb) r
    LEFT JOIN open o ON o.ispb = l.ispb
    LEFT JOIN again a ON a.ispb = l.ispb
    LEFT JOIN pixstream.processed_since(p_since, v_now) d ON d.ispb = l.ispb
    LEFT JOIN pixstream.dead_of_lanes() b ON b.ispb = l.ispb
    ORDER BY l.ispb;
END
$$;
