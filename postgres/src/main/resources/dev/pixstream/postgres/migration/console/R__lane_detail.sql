-- lane_detail: the open streams of a lane and the ranges that were returned, for the console.
-- parameters  p_ispb   the lane
--             p_now    the store's time
-- results     {"cleaned", "returned": [[from, to], …] (the first 50), "streams": [{"number", "digest", "node",
--             "opened", "pulled", "waiting", "batch", "until", "redelivered", "ranges": [[from, to], …]}, …]}; times in
--             milliseconds since 1970. digest: of the stream's newest id, as logs have it; the id itself is a token.
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.lane_detail(p_ispb text, p_now timestamptz) RETURNS jsonb
    LANGUAGE sql VOLATILE
AS $$
    SELECT jsonb_build_object(
        'cleaned', coalesce((SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0),
        'returned', (SELECT coalesce(jsonb_agg(jsonb_build_array(r.from_seq, r.to_seq) ORDER BY r.from_seq), '[]')
                     FROM (SELECT q.from_seq, q.to_seq FROM pixstream.returned q WHERE q.ispb = p_ispb
                           ORDER BY q.from_seq LIMIT 50) r),
        'streams', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', o.stream_id,
                'digest', substr(encode(sha256(convert_to(coalesce(o.batch_id, o.iteration_id), 'UTF8')), 'hex'), 1, 8),
                'node', split_part(coalesce(o.nonce, ''), '.', 1),
                'opened', round(extract(epoch FROM o.opened_at) * 1000)::bigint,
                'pulled', round(extract(epoch FROM greatest(o.opened_at, o.leased_at, o.waiting_since)) * 1000)::bigint,
                'waiting', coalesce(o.waiting_until > p_now, false),
                'batch', o.iteration,
                'until', round(extract(epoch FROM o.lease_until) * 1000)::bigint,
                'redelivered', coalesce(b.redelivered, 0),
                'ranges', coalesce(b.ranges, '[]')
            ) ORDER BY o.stream_id), '[]')
            FROM pixstream.open_stream o
            LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(i.from_seq, i.to_seq) ORDER BY i.from_seq) AS ranges,
                                      sum(i.redelivered) AS redelivered
                               FROM pixstream.batch i
                               WHERE i.iteration_id = o.batch_id AND i.state = 'leased') b ON true
            WHERE o.ispb = p_ispb))
$$;
