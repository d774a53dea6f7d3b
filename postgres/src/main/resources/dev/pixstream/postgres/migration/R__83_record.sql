-- record: writes what was confirmed in another store to the history, in bulk. May be repeated.
-- What was confirmed in an earlier epoch of the lane and is not in the history by now is void: the rebuild did not know of
-- it, so the lane delivers it again.
-- parameters  p_ispb     the lane
--             p_epochs, p_froms, p_tos, p_attempts, p_parts, p_redelivered, p_streams, p_iterations, p_ids,
--             p_leased, p_leases, p_ended   of each range, as the queue's entries have them
-- results     kept       of each range, in the same order: whether the history has it now
-- locks       the lane, which makes the numbers of confirmed dense, and its epoch
CREATE OR REPLACE FUNCTION pixstream.record(
    p_ispb text, p_epochs bigint[], p_froms bigint[], p_tos bigint[], p_attempts integer[], p_parts integer[],
    p_redelivered integer[], p_streams bigint[], p_iterations integer[], p_ids text[],
    p_leased timestamptz[], p_leases timestamptz[], p_ended timestamptz[]
) RETURNS boolean[]
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_epoch bigint;
    v_n bigint;
    v_kept boolean[];
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pixstream.lock_lane(p_ispb);
    SELECT e.epoch INTO v_epoch FROM pixstream.lane_epoch e WHERE e.ispb = p_ispb FOR SHARE;
    v_n := coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = p_ispb ORDER BY c.n DESC LIMIT 1), 0);
    WITH entry AS (
        SELECT * FROM unnest(p_epochs, p_froms, p_tos, p_attempts, p_parts, p_redelivered, p_streams, p_iterations, p_ids,
                             p_leased, p_leases, p_ended)
            WITH ORDINALITY i (epoch, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration, id,
                               leased, lease, ended, place)
    ), fresh AS (
        SELECT e.*, v_n + row_number() OVER (ORDER BY e.place) AS n
        FROM entry e
        WHERE e.epoch = v_epoch
          AND NOT EXISTS (SELECT FROM pixstream.batch b WHERE b.iteration_id = e.id AND b.part = e.part)
    ), history AS (
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration, iteration_id,
                                     leased_at, lease_until, ended_at, state, confirmed_n)
        SELECT p_ispb, f.from_seq, f.to_seq, f.attempt, f.part, f.redelivered, f.stream_id, f.iteration, f.id, f.leased,
               f.lease, f.ended, 'confirmed', f.n
        FROM fresh f
    ), queued AS (
        INSERT INTO pixstream.confirmed SELECT p_ispb, f.n, f.from_seq, f.to_seq FROM fresh f
    )
    SELECT array_agg(e.epoch = v_epoch OR EXISTS (SELECT FROM pixstream.batch b
                                                  WHERE b.ispb = p_ispb AND b.iteration_id = e.id AND b.part = e.part)
                     ORDER BY e.place)
    INTO v_kept
    FROM entry e;
    RETURN coalesce(v_kept, '{}');
END
$$;
