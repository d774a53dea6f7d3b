-- record_attempts: writes attempts of delivery that are over to the history and gives those that were confirmed their numbers
-- in the queue's log, as confirm does. For a coordinator that is in another store; this is where its confirmations become durable, those of many lanes at
-- once. What is written already, by its id and part, keeps its number. What was confirmed in an earlier epoch of the lane
-- and is not written by now is void: the rebuild did not know of it, so the lane delivers it again. It commits to disk,
-- whatever the session's settings are. Void is also what was confirmed in another incarnation of the database, or of messages
-- that are not here: a database that went back to an earlier time has lost them, and gives their numbers to others.
-- parameters  p_ispbs, p_epochs, p_from_seqs, p_to_seqs   the lane, its epoch and the range of each
--             p_ids, p_parts  the id that the batch gave out, and which of its ranges this is
--             p_attempts, p_redelivered, p_streams, p_iterations   as in batch
--             p_leased_us, p_lease_us, p_ended_us   when it was leased, when the lease would have ended, when it ended;
--                             microseconds since 1970
--             p_outcomes      'confirmed', 'released' or 'expired'
-- results     place   of each, 1, 2, 3 … as given
--             n       its place in confirmed; NULL: it has none
-- locks       the lanes, in the order of their keys: that makes the numbers of confirmed dense
DROP FUNCTION IF EXISTS pixstream.record_attempts(
    text[], bigint[], bigint[], bigint[], text[], integer[], integer[], integer[], bigint[], integer[], bigint[], bigint[],
    bigint[]);
CREATE OR REPLACE FUNCTION pixstream.record_attempts(
    p_ispbs text[], p_epochs bigint[], p_from_seqs bigint[], p_to_seqs bigint[], p_ids text[], p_parts integer[],
    p_attempts integer[], p_redelivered integer[], p_streams bigint[], p_iterations integer[],
    p_leased_us bigint[], p_lease_us bigint[], p_ended_us bigint[], p_outcomes text[]
) RETURNS TABLE (place bigint, n bigint)
    LANGUAGE plpgsql VOLATILE
    ${index_loops}
AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pixstream.lock_lanes(p_ispbs);
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT g.*, b.confirmed_n,
               g.outcome = 'confirmed' AS is_confirmed, b.iteration_id IS NULL AND m.seq IS NOT NULL AS is_unwritten,
               g.outcome = 'confirmed' AND b.iteration_id IS NULL AND m.seq IS NOT NULL
               AND g.epoch = coalesce((SELECT e.epoch FROM pixstream.present_epoch e WHERE e.ispb = g.ispb), 0)
               AND NOT EXISTS (SELECT FROM pixstream.batch o
                               WHERE o.ispb = g.ispb AND o.state = 'confirmed' AND o.to_seq > g.from_seq
                                 AND o.to_seq < g.to_seq + 10 AND o.from_seq < g.to_seq) AS is_new
        FROM unnest(p_ispbs, p_epochs, p_from_seqs, p_to_seqs, p_ids, p_parts, p_attempts, p_redelivered, p_streams,
                    p_iterations, p_leased_us, p_lease_us, p_ended_us, p_outcomes) WITH ORDINALITY
             g (ispb, epoch, from_seq, to_seq, id, part, attempt, redelivered, stream_id, iteration, leased_us, lease_us,
                ended_us, outcome, place)
        LEFT JOIN pixstream.batch b ON b.iteration_id = g.id AND b.part = g.part
        LEFT JOIN pixstream.message m ON m.ispb = g.ispb AND m.seq = g.to_seq
    ), numbered AS MATERIALIZED (
        SELECT g.*,
               CASE WHEN g.is_new THEN
                   count(*) FILTER (WHERE g.is_new) OVER (PARTITION BY g.ispb ORDER BY g.place)
                   + coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = g.ispb ORDER BY c.n DESC LIMIT 1), 0)
               ELSE g.confirmed_n END AS n,
               CASE WHEN g.is_unwritten THEN
                   greatest(g.attempt, 1 + coalesce((SELECT b.attempt FROM pixstream.batch b
                                                     WHERE b.ispb = g.ispb AND b.to_seq = g.to_seq
                                                     ORDER BY b.attempt DESC LIMIT 1), 0)) END AS free_attempt
        FROM given g
    ), written AS (
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until, ended_at, state, confirmed_n)
        SELECT f.ispb, f.from_seq, f.to_seq, f.free_attempt, f.part, f.redelivered, f.stream_id,
               f.iteration, f.id, 'epoch'::timestamptz + f.leased_us * interval '1 us',
               'epoch'::timestamptz + f.lease_us * interval '1 us', 'epoch'::timestamptz + f.ended_us * interval '1 us',
               f.outcome, f.n
        FROM numbered f WHERE f.is_new OR (f.is_unwritten AND NOT f.is_confirmed)
    ), enqueued AS (
        INSERT INTO pixstream.confirmed SELECT f.ispb, f.n, f.from_seq, f.to_seq FROM numbered f WHERE f.is_new
    )
    SELECT f.place, f.n FROM numbered f ORDER BY f.place;
END
$$;
