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
                'number', s.stream_id,
                'digest', substr(encode(sha256(convert_to(coalesce(n.iteration_id, s.iteration_id), 'UTF8')), 'hex'), 1, 8),
                'node', split_part(coalesce(s.nonce, ''), '.', 1),
                'opened', round(extract(epoch FROM s.opened_at) * 1000)::bigint,
                'pulled', round(extract(epoch FROM greatest(s.opened_at, n.leased_at, s.waiting_since)) * 1000)::bigint,
                'waiting', coalesce(s.waiting_until > p_now, false),
                'batch', n.iteration,
                'until', round(extract(epoch FROM CASE WHEN b.ranges IS NULL THEN s.lease_until ELSE b.lease_until END)
                               * 1000)::bigint,
                'redelivered', coalesce(b.redelivered, 0),
                'ranges', coalesce(b.ranges, '[]')
            ) ORDER BY s.stream_id), '[]')
            FROM pixstream.stream s
            LEFT JOIN LATERAL (SELECT i.iteration_id, i.iteration, i.leased_at FROM pixstream.batch i
                               WHERE i.stream_id = s.stream_id ORDER BY i.iteration DESC LIMIT 1) n ON true
            LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(i.from_seq, i.to_seq) ORDER BY i.from_seq) AS ranges,
                                      max(i.lease_until) AS lease_until, sum(i.redelivered) AS redelivered
                               FROM pixstream.batch i
                               WHERE i.iteration_id = n.iteration_id AND i.state = 'leased') b ON true
            WHERE s.ispb = p_ispb AND s.ended_at IS NULL))
$$;
