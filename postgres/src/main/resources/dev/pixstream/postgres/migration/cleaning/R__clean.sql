-- clean: one step of removing what is older than the retention: in the next lane, or beyond the last one ended streams
-- that have no batch any more. It need not reach the disk at once: what a crash brings back is removed again.
-- parameters  p_retention_ms  milliseconds, counted from the end of processing
--             p_after         the lane to go on after; '' for the first
--             p_max           how many messages, or streams, at most
-- results     outcome         'busy'      another node is at it
--                             'cleaned'   a lane
--                             'finished'  there is no further lane; streams
--             ispb            the lane
--             removed         how many messages, or streams
-- locks       the advisory lock of cleaning, so that one node does it at a time
CREATE OR REPLACE FUNCTION pixstream.clean(
    p_retention_ms bigint, p_after text, p_max integer, OUT outcome text, OUT ispb text, OUT removed integer
)
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_before timestamptz := pixstream.store_time() - p_retention_ms * interval '1 ms';
BEGIN
    removed := 0;
    IF NOT pg_try_advisory_xact_lock(1886613621, 0) THEN
        outcome := 'busy';
        RETURN;
    END IF;
    PERFORM set_config('synchronous_commit', 'off', true);
    SELECT l.ispb INTO ispb FROM pixstream.lane l WHERE l.ispb > p_after ORDER BY l.ispb LIMIT 1;
    IF FOUND THEN
        outcome := 'cleaned';
        removed := pixstream.clean_lane(ispb, v_before, p_max);
        RETURN;
    END IF;
    outcome := 'finished';
    DELETE FROM pixstream.stream s
    WHERE s.stream_id IN (SELECT o.stream_id FROM pixstream.stream o
                          WHERE o.ended_at < v_before
                            AND NOT EXISTS (SELECT FROM pixstream.batch b WHERE b.stream_id = o.stream_id)
                          ORDER BY o.stream_id LIMIT p_max);
    GET DIAGNOSTICS removed = ROW_COUNT;
END
$$;
