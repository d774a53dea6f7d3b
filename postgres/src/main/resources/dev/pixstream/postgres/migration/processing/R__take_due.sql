-- take_due: takes messages whose retry is due, each as a job of its own. One that its last worker did not bring to an end
-- counts as failed once more. Used by take_jobs.
-- parameters  p_visible_until   for how long they are the worker's
--             p_jobs_max
--             p_from      nothing that is to be retried was visible before; NULL: not known
--             p_now
-- results     as of take_jobs
-- locks       the rows it takes; those that are locked by another are left out
CREATE OR REPLACE FUNCTION pixstream.take_due(
    p_visible_until timestamptz, p_jobs_max integer, p_from timestamptz, p_now timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE sql VOLATILE
AS $$
    UPDATE pixstream.failure f
    SET token = pixstream.new_token(), visible_at = p_visible_until,
        attempts = f.attempts + (f.token IS NOT NULL)::integer
    WHERE f.ctid = ANY (ARRAY(
        SELECT d.ctid FROM pixstream.failure d
        WHERE d.state = 'retrying' AND d.visible_at <= p_now AND d.visible_at >= coalesce(p_from, '-infinity')
        ORDER BY d.visible_at LIMIT p_jobs_max FOR UPDATE SKIP LOCKED))
    RETURNING f.token, f.ispb, true, ARRAY[f.seq - 1], ARRAY[f.seq], f.attempts + 1
$$;
