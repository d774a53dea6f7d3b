-- pull_many: the plain ones of many pulls, of any lanes, as one step. A pull is plain if its batch is leased and was not
-- asked for before, nothing was returned in its lane, and there is something beyond the head: then it comes to the same
-- as pull. All others are left out and change nothing; their caller asks pull.
-- parameters  p_ispbs     the lane of each
--             p_ids       the id that its collector asks with
--             p_new_ids   the id that its new batch gives out
--             p_maxes     how many messages it takes
--             p_lease_ms  milliseconds
-- results     place       which of them it is, from 1
--             payloads, redelivered, lease_until, stream, stored_at   of its new batch, as of pull
-- locks       the lanes, in the order of their keys, so that two callers can't wait for each other
DROP FUNCTION IF EXISTS pixstream.pull_many(text[], text[], text[], integer[], integer);
CREATE OR REPLACE FUNCTION pixstream.pull_many(
    p_ispbs text[], p_ids text[], p_new_ids text[], p_maxes integer[], p_lease_ms integer
) RETURNS TABLE (
    place integer, payloads bytea[], redelivered integer, lease_until timestamptz, stream bigint, stored_at timestamptz
)
    LANGUAGE plpgsql VOLATILE
    -- Its plan is made while tables are small or not yet analyzed and has to hold when they are not.
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
#variable_conflict use_column
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
               a.place, a.ispb, a.new_id, a.max, b.iteration_id, b.part, b.from_seq, b.to_seq, b.stream_id, b.iteration
        FROM unnest(p_ispbs, p_ids, p_new_ids, p_maxes) WITH ORDINALITY a (ispb, id, new_id, max, place)
        JOIN pixstream.batch b ON b.iteration_id = a.id
        WHERE b.ispb = a.ispb AND b.state = 'leased' AND b.next_id IS NULL AND b.lease_until > v_now
        ORDER BY b.iteration_id, b.part, a.place
    ), lane AS MATERIALIZED (
        SELECT h.ispb, h.head, h.confirmed_n, k.suspect_below, t.tail
        FROM (SELECT p.ispb, sum(p.max) AS wanted,
                     coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p.ispb
                               ORDER BY b.to_seq DESC LIMIT 1), 0) AS head,
                     coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = p.ispb
                               ORDER BY c.n DESC LIMIT 1), 0) AS confirmed_n
              FROM part p WHERE p.part = 0 GROUP BY p.ispb) h
        JOIN pixstream.lane_mark k ON k.ispb = h.ispb AND k.claimed_below >= h.head + h.wanted,
        LATERAL (SELECT m.seq AS tail FROM pixstream.message m
                 WHERE m.ispb = h.ispb AND m.seq > h.head AND m.seq <= h.head + h.wanted
                 ORDER BY m.seq DESC LIMIT 1) t
        WHERE NOT EXISTS (SELECT FROM pixstream.returned r WHERE r.ispb = h.ispb)
    ), claim AS MATERIALIZED (
        SELECT c.place, c.ispb, c.new_id, c.stream_id, c.iteration, c.iteration_id, c.from_seq,
               least(c.from_seq + c.max, c.tail) AS to_seq, c.confirmed_n,
               greatest(0, least(c.from_seq + c.max, c.tail, c.suspect_below) - c.from_seq)::integer AS redelivered
        FROM (SELECT p.place, p.ispb, p.new_id, p.max, p.stream_id, p.iteration, p.iteration_id,
                     l.tail, l.confirmed_n, l.suspect_below,
                     l.head + (sum(p.max) OVER (PARTITION BY p.ispb ORDER BY p.place) - p.max)::bigint AS from_seq
              FROM part p JOIN lane l ON l.ispb = p.ispb WHERE p.part = 0) c
        WHERE c.from_seq < c.tail
    ), claimed AS (
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until)
        SELECT c.ispb, c.from_seq, c.to_seq, 1, 0, c.redelivered, c.stream_id, c.iteration + 1, c.new_id, v_now,
               v_lease_until
        FROM claim c
    ), done AS MATERIALIZED (
        SELECT p.ispb, p.iteration_id, p.part, p.from_seq, p.to_seq, c.new_id,
               c.confirmed_n + row_number() OVER (PARTITION BY p.ispb ORDER BY p.place, p.part) AS n
        FROM part p JOIN claim c ON c.place = p.place
    ), confirmed AS (
        UPDATE pixstream.batch b SET state = 'confirmed', ended_at = v_now, next_id = d.new_id, confirmed_n = d.n
        FROM done d WHERE b.iteration_id = d.iteration_id AND b.part = d.part
    ), enqueued AS (
        INSERT INTO pixstream.confirmed SELECT d.ispb, d.n, d.from_seq, d.to_seq FROM done d
    )
    SELECT c.place::integer, f.payloads, c.redelivered, v_lease_until, c.stream_id, f.stored_at
    FROM claim c,
         LATERAL (SELECT array_agg(o.payload) AS payloads, min(o.stored_at) AS stored_at
                  FROM (SELECT m.payload, m.stored_at FROM pixstream.message m
                        WHERE m.ispb = c.ispb AND m.seq > c.from_seq AND m.seq <= c.to_seq ORDER BY m.seq) o) f;
END
$$;
