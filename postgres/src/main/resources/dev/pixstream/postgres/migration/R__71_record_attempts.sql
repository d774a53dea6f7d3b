-- record_attempts: writes ended attempts of delivery to the history and gives those that were confirmed their numbers in the
-- queue's log, as confirm does. For a coordinator that is in another store; this is where its confirmations become durable.
-- What is written already, by its id and part, keeps its number; so does a message that was confirmed before and was delivered again
-- because that store forgot the confirmation: it has no second row. It commits to disk, whatever the session's settings are.
-- parameters  p_ispbs, p_from_seqs, p_to_seqs   the lane and the range of each
--             p_states        confirmed, released or expired
--             p_ids, p_parts  the id that the batch gave out, and which of its ranges this is
--             p_attempts, p_redelivered, p_streams, p_iterations   as in batch
--             p_leased_us, p_lease_us, p_ended_us   when it was leased, when the lease would have ended, when it ended;
--                             microseconds since 1970
-- results     place   of each, 1, 2, 3 … as given
--             n       its place in confirmed; NULL: it has none
-- locks       the lanes, in the order of their keys: that makes the numbers of confirmed dense
CREATE OR REPLACE FUNCTION pixstream.record_attempts(
    p_ispbs text[], p_from_seqs bigint[], p_to_seqs bigint[], p_states text[], p_ids text[], p_parts integer[],
    p_attempts integer[], p_redelivered integer[], p_streams bigint[], p_iterations integer[],
    p_leased_us bigint[], p_lease_us bigint[], p_ended_us bigint[]
) RETURNS TABLE (place bigint, n bigint)
    LANGUAGE plpgsql VOLATILE
    -- Its plan is made while tables are small or not yet analyzed and has to hold when they are not.
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pg_advisory_xact_lock(1886613619, k.key)
    FROM (SELECT DISTINCT hashtext(i.ispb) AS key FROM unnest(p_ispbs) i (ispb) ORDER BY 1) k;
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT g.*, b.iteration_id IS NOT NULL AS known, b.confirmed_n
        FROM unnest(p_ispbs, p_from_seqs, p_to_seqs, p_states, p_ids, p_parts, p_attempts, p_redelivered, p_streams,
                    p_iterations, p_leased_us, p_lease_us, p_ended_us) WITH ORDINALITY
             g (ispb, from_seq, to_seq, state, id, part, attempt, redelivered, stream_id, iteration, leased_us, lease_us,
                ended_us, place)
        LEFT JOIN pixstream.batch b ON b.iteration_id = g.id AND b.part = g.part
    ), lane AS MATERIALIZED (
        SELECT l.ispb, coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = l.ispb
                                 ORDER BY c.n DESC LIMIT 1), 0) AS last
        FROM (SELECT DISTINCT g.ispb FROM given g) l
    ), fresh AS MATERIALIZED (
        SELECT g.*,
               row_number() OVER (PARTITION BY g.ispb, g.to_seq ORDER BY g.place)
               + coalesce((SELECT b.attempt FROM pixstream.batch b WHERE b.ispb = g.ispb AND b.to_seq = g.to_seq
                           ORDER BY b.attempt DESC LIMIT 1), 0) AS least_attempt,
               CASE WHEN g.state = 'confirmed' THEN
                   l.last + row_number() OVER (PARTITION BY g.ispb, g.state = 'confirmed' ORDER BY g.place) END AS n
        FROM given g JOIN lane l ON l.ispb = g.ispb
        WHERE NOT g.known
          AND NOT EXISTS (SELECT FROM pixstream.batch b
                          WHERE b.ispb = g.ispb AND b.state = 'confirmed' AND b.to_seq > g.from_seq
                            AND b.to_seq < g.to_seq + 10 AND b.from_seq < g.to_seq)
    ), written AS (
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until, ended_at, state, confirmed_n)
        SELECT f.ispb, f.from_seq, f.to_seq, greatest(f.attempt, f.least_attempt), f.part, f.redelivered, f.stream_id,
               f.iteration, f.id, 'epoch'::timestamptz + f.leased_us * interval '1 us',
               'epoch'::timestamptz + f.lease_us * interval '1 us', 'epoch'::timestamptz + f.ended_us * interval '1 us',
               f.state, f.n
        FROM fresh f
    ), enqueued AS (
        INSERT INTO pixstream.confirmed SELECT f.ispb, f.n, f.from_seq, f.to_seq FROM fresh f WHERE f.n IS NOT NULL
    )
    SELECT g.place, coalesce(g.confirmed_n, f.n)
    FROM given g LEFT JOIN fresh f ON f.place = g.place
    ORDER BY g.place;
END
$$;
