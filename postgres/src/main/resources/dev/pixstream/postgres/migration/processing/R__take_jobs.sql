-- take_jobs: takes work from the queue message-processing: first jobs whose worker went away, then single messages whose
-- retry is due, then what was confirmed in these lanes and never taken. One round trip.
-- parameters  p_worker          a name, for people
--             p_ispbs           the lanes where to look for what was never taken
--             p_jobs_max        how many jobs at most
--             p_messages_max    how many messages a job holds at most; one that was taken before is not cut
--             p_visibility_ms   for how long they are the worker's, milliseconds
--             p_running_from, p_retrying_from   see oldest_work; NULL: not known
-- results     token             shown by whoever acts for the job
--             ispb, from_seqs, to_seqs   the messages, in the order of their confirmation
--             retry             a single message that failed before
--             attempt           1 for the first; one more for each that failed or was lost
-- locks       the rows it takes, without waiting for any; the queues of the lanes it takes from
CREATE OR REPLACE FUNCTION pixstream.take_jobs(
    p_worker text, p_ispbs text[], p_jobs_max integer, p_messages_max integer, p_visibility_ms integer,
    p_running_from timestamptz, p_retrying_from timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_until timestamptz := v_now + p_visibility_ms * interval '1 ms';
    v_left integer := p_jobs_max;
    v_taken integer;
BEGIN
    RETURN QUERY SELECT * FROM pixstream.take_lost(p_worker, v_until, v_left, p_running_from, v_now);
    GET DIAGNOSTICS v_taken = ROW_COUNT;
    v_left := v_left - v_taken;
    IF v_left > 0 THEN
        RETURN QUERY SELECT * FROM pixstream.take_due(v_until, v_left, p_retrying_from, v_now);
        GET DIAGNOSTICS v_taken = ROW_COUNT;
        v_left := v_left - v_taken;
    END IF;
    IF v_left > 0 AND cardinality(p_ispbs) > 0 THEN
        RETURN QUERY SELECT * FROM pixstream.take_fresh(p_worker, v_until, p_ispbs, v_left, p_messages_max, v_now);
    END IF;
END
$$;
