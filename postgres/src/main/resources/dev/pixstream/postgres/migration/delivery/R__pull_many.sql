-- pull_many: the plain ones of many pulls, of any lanes, as one step, which comes to the same as pull for each. A pull is
-- plain if nothing was returned in its lane and if
--   its batch is leased and was not asked for before, or
--   its batch was confirmed before, its stream is open, and no other request waits in its place.
-- All others are left out and change nothing; their caller asks pull.
-- parameters  p_ispbs, p_ids, p_new_ids, p_maxes, p_nonces, p_waited_us, p_agains, p_wait_ms   of each, see pull
--             p_lease_ms  milliseconds
-- results     see pull; 'delivered' or 'empty'
-- locks       the lanes, in the order of their keys, so that two callers can't wait for each other
DROP FUNCTION IF EXISTS pixstream.pull_many(text[], text[], text[], integer[], integer);
DROP FUNCTION IF EXISTS pixstream.pull_many(
    text[], text[], text[], integer[], text[], bigint[], boolean[], integer[], integer);
CREATE OR REPLACE FUNCTION pixstream.pull_many(
    p_ispbs text[], p_ids text[], p_new_ids text[], p_maxes integer[], p_nonces text[], p_waited_us bigint[],
    p_agains boolean[], p_wait_ms integer[], p_lease_ms integer
) RETURNS SETOF pixstream.pulled
    LANGUAGE plpgsql VOLATILE
    ${index_loops}
AS $$
DECLARE
    v_now timestamptz;
    v_lease_until timestamptz;
BEGIN
    PERFORM pixstream.lock_lanes(p_ispbs);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        RETURN;
    END IF;
    v_now := pixstream.store_time();
    v_lease_until := v_now + p_lease_ms * interval '1 ms';
    RETURN QUERY
    WITH part AS MATERIALIZED (
        SELECT DISTINCT ON (b.iteration_id, b.part)
               a.place, a.ispb, a.new_id, a.max, a.nonce, a.waited_us, a.wait_ms,
               b.iteration_id, b.part, b.from_seq, b.to_seq, b.stream_id, b.iteration, b.state = 'leased' AS leased,
               a.again AND b.nonce = a.nonce AS waits
        FROM unnest(p_ispbs, p_ids, p_new_ids, p_maxes, p_nonces, p_waited_us, p_agains, p_wait_ms)
             WITH ORDINALITY a (ispb, id, new_id, max, nonce, waited_us, again, wait_ms, place)
        JOIN pixstream.batch b ON b.iteration_id = a.id
        LEFT JOIN pixstream.stream s ON s.stream_id = CASE b.state WHEN 'confirmed' THEN b.stream_id END
        WHERE b.ispb = a.ispb AND b.next_id IS NULL
          AND CASE b.state
              WHEN 'leased' THEN b.lease_until > v_now
              WHEN 'confirmed' THEN s.state = 'open' AND b.stream_until > v_now
                                    AND (b.nonce <> a.nonce AND b.waiting_until > v_now) IS NOT TRUE
              ELSE false END
        ORDER BY b.iteration_id, b.part, a.place
    ), lane AS MATERIALIZED (
        SELECT g.ispb, h.head, n.confirmed_n, t.tail, k.suspect_below
        FROM (SELECT p.ispb, bool_or(p.leased) AS confirms, max(p.to_seq) AS claimed,
                     sum(p.max) FILTER (WHERE p.part = 0) AS wanted
              FROM part p GROUP BY p.ispb) g
        CROSS JOIN LATERAL (SELECT b.to_seq AS head FROM pixstream.batch b
                            WHERE b.ispb = g.ispb AND b.to_seq >= g.claimed ORDER BY b.to_seq DESC LIMIT 1) h
        LEFT JOIN LATERAL (SELECT c.n AS confirmed_n FROM pixstream.confirmed c
                           WHERE c.ispb = g.ispb AND g.confirms ORDER BY c.n DESC LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT m.seq AS tail FROM pixstream.message m
                           WHERE m.ispb = g.ispb AND m.seq > h.head AND m.seq <= h.head + g.wanted
                           ORDER BY m.seq DESC LIMIT 1) t ON true
        LEFT JOIN pixstream.lane_mark k ON k.ispb = g.ispb
        WHERE (t.tail IS NULL OR t.tail <= k.claimed_below)
          AND NOT EXISTS (SELECT FROM pixstream.returned r WHERE r.ispb = g.ispb)
    ), share AS MATERIALIZED (
        SELECT o.*, coalesce(o.start_seq < o.tail, false) AS served
        FROM (SELECT p.*, l.tail, l.suspect_below,
                     l.head + (sum(p.max) FILTER (WHERE p.part = 0) OVER (PARTITION BY p.ispb ORDER BY p.place)
                               - p.max)::bigint AS start_seq,
                     coalesce(l.confirmed_n, 0)
                     + count(*) FILTER (WHERE p.leased) OVER (PARTITION BY p.ispb ORDER BY p.place, p.part) AS n
              FROM part p JOIN lane l ON l.ispb = p.ispb) o
    ), claim AS MATERIALIZED (
        SELECT s.place, s.ispb, s.new_id, s.stream_id, s.iteration, s.start_seq AS from_seq,
               least(s.start_seq + s.max, s.tail) AS to_seq,
               greatest(0, least(s.start_seq + s.max, s.tail, s.suspect_below) - s.start_seq)::integer AS redelivered
        FROM share s WHERE s.part = 0 AND s.served
    ), claimed AS (
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until)
        SELECT c.ispb, c.from_seq, c.to_seq, 1, 0, c.redelivered, c.stream_id, c.iteration + 1, c.new_id, v_now,
               v_lease_until
        FROM claim c
    ), confirmed AS (
        UPDATE pixstream.batch b
        SET state = 'confirmed', next_id = CASE WHEN s.served THEN s.new_id END,
            ended_at = coalesce(b.ended_at, v_now), confirmed_n = coalesce(b.confirmed_n, s.n),
            nonce = CASE WHEN NOT s.served THEN s.nonce END,
            waiting_max = CASE WHEN NOT s.served THEN s.max END,
            waiting_since = CASE WHEN NOT s.served THEN v_now - s.waited_us * interval '1 us' END,
            waiting_until = CASE WHEN NOT s.served THEN v_now + s.wait_ms * interval '1 ms' END,
            stream_until = CASE WHEN NOT s.served THEN v_now + (s.wait_ms + p_lease_ms) * interval '1 ms' END
        FROM share s
        WHERE b.iteration_id = s.iteration_id AND b.part = s.part AND (s.leased OR s.served OR s.waits IS NOT TRUE)
    ), enqueued AS (
        INSERT INTO pixstream.confirmed SELECT s.ispb, s.n, s.from_seq, s.to_seq FROM share s WHERE s.leased
    )
    SELECT c.place::integer, 'delivered', c.new_id, f.payloads, c.redelivered, v_lease_until, false, c.stream_id, f.stored_at,
           0, 0, NULL::text[], NULL::integer[]
    FROM claim c,
         LATERAL (SELECT array_agg(o.payload) AS payloads, min(o.stored_at) AS stored_at
                  FROM (SELECT m.payload, m.stored_at FROM pixstream.message m
                        WHERE m.ispb = c.ispb AND m.seq > c.from_seq AND m.seq <= c.to_seq ORDER BY m.seq) o) f
    UNION ALL
    SELECT s.place::integer, 'empty', s.iteration_id, NULL, NULL, NULL, false, NULL, NULL, 0, 0, NULL, NULL
    FROM share s WHERE s.part = 0 AND NOT s.served;
END
$$;
