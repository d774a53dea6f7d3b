-- rebuild: begins a new epoch of a lane whose streams and claims are in another store, and tells what that store has to know.
-- Histories of earlier epochs are closed with it: see record. The first epoch takes the lane over from the coordinator in
-- PostgreSQL, whose streams end.
-- parameters  p_ispb       the lane
--             p_epoch_min  the new epoch is beyond it; 0: the other store has none
-- results     epoch        the new one; that after the next, if another incarnation of the database began the last one
--             tail         number of the newest message
--             head         all up to it was confirmed, or is in a gap
--             suspect      all up to it may have been delivered before
--             attempts     the largest number of an attempt to deliver what is not confirmed
--             first        the lane had no epoch
--             gap_froms, gap_tos   ranges up to head that are not confirmed
-- locks       the lane, its epoch and its floor
CREATE OR REPLACE FUNCTION pixstream.rebuild(
    p_ispb text, p_epoch_min bigint,
    OUT epoch bigint, OUT tail bigint, OUT head bigint, OUT suspect bigint, OUT attempts integer, OUT first boolean,
    OUT gap_froms bigint[], OUT gap_tos bigint[]
)
    LANGUAGE plpgsql VOLATILE
    ${index_loops}
AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    INSERT INTO pixstream.lane_epoch VALUES (p_ispb, 0) ON CONFLICT DO NOTHING;
    first := FOUND AND p_epoch_min = 0;
    UPDATE pixstream.lane_epoch e
    SET epoch = greatest(e.epoch, p_epoch_min) + CASE WHEN e.incarnation = pixstream.incarnation() THEN 1 ELSE 2 END,
        incarnation = pixstream.incarnation()
    WHERE e.ispb = p_ispb
    RETURNING e.epoch INTO epoch;
    tail := pixstream.tail(p_ispb);
    INSERT INTO pixstream.lane_floor VALUES (p_ispb, 0, '{}', '{}') ON CONFLICT DO NOTHING;
    PERFORM FROM pixstream.lane_floor f WHERE f.ispb = p_ispb FOR UPDATE;
    IF first THEN
        -- What was claimed here is confirmed, or has just come back.
        PERFORM pixstream.end_stream(s.stream_id, 'closed', pixstream.store_time())
        FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL;
        SELECT coalesce(array_agg(r.from_seq ORDER BY r.from_seq), '{}'),
               coalesce(array_agg(r.to_seq ORDER BY r.from_seq), '{}')
        INTO gap_froms, gap_tos FROM pixstream.returned r WHERE r.ispb = p_ispb;
        DELETE FROM pixstream.returned r WHERE r.ispb = p_ispb;
        head := coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb ORDER BY b.to_seq DESC LIMIT 1),
                         (SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0);
        suspect := greatest(head, coalesce((SELECT k.suspect_below FROM pixstream.lane_mark k WHERE k.ispb = p_ispb), 0));
    ELSE
        suspect := tail;
        SELECT u.head, u.gap_froms, u.gap_tos INTO head, gap_froms, gap_tos FROM pixstream.unconfirmed(p_ispb, NULL) u;
    END IF;
    UPDATE pixstream.lane_floor f SET seq = rebuild.head, gap_froms = rebuild.gap_froms, gap_tos = rebuild.gap_tos
    WHERE f.ispb = p_ispb;
    attempts := greatest(
        (SELECT max(b.attempt) FROM pixstream.batch b WHERE b.ispb = p_ispb AND b.to_seq > rebuild.head),
        (SELECT max(b.attempt) FROM unnest(gap_froms, gap_tos) g (from_seq, to_seq)
         JOIN pixstream.batch b ON b.ispb = p_ispb AND b.to_seq > g.from_seq AND b.to_seq < g.to_seq + 10), 0);
END
$$;
