-- rebuild: begins a new epoch of a lane whose streams and claims are in another store, and tells what that store has to know.
-- Histories of earlier epochs are closed with it: see record. The first epoch takes the lane over from the coordinator in
-- PostgreSQL, whose streams end.
-- parameters  p_ispb       the lane
--             p_epoch_min  the new epoch is beyond it
-- results     epoch        the new one
--             tail         number of the newest message
--             head         all up to it was confirmed, or is in a gap
--             suspect      all up to it may have been delivered before
--             attempts     the largest number of an attempt that the history has
--             first        the lane had no epoch
--             gap_froms, gap_tos   ranges up to head that are not confirmed
-- locks       the lane and its epoch
CREATE OR REPLACE FUNCTION pixstream.rebuild(
    p_ispb text, p_epoch_min bigint,
    OUT epoch bigint, OUT tail bigint, OUT head bigint, OUT suspect bigint, OUT attempts integer, OUT first boolean,
    OUT gap_froms bigint[], OUT gap_tos bigint[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    INSERT INTO pixstream.lane_epoch VALUES (p_ispb, 0) ON CONFLICT DO NOTHING;
    first := FOUND;
    UPDATE pixstream.lane_epoch e SET epoch = greatest(e.epoch, p_epoch_min) + 1 WHERE e.ispb = p_ispb
    RETURNING e.epoch INTO epoch;
    tail := pixstream.tail(p_ispb);
    IF first THEN
        PERFORM pixstream.end_stream(s.stream_id, 'closed', pixstream.store_time())
        FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL;
        DELETE FROM pixstream.returned r WHERE r.ispb = p_ispb;
        suspect := greatest(
            coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb ORDER BY b.to_seq DESC LIMIT 1), 0),
            coalesce((SELECT k.suspect_below FROM pixstream.lane_mark k WHERE k.ispb = p_ispb), 0));
    ELSE
        suspect := tail;
    END IF;
    SELECT u.head, u.gap_froms, u.gap_tos INTO head, gap_froms, gap_tos FROM pixstream.unconfirmed(p_ispb) u;
    attempts := coalesce((SELECT max(b.attempt) FROM pixstream.batch b WHERE b.ispb = p_ispb), 0);
END
$$;
