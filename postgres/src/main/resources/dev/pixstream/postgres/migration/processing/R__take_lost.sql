-- take_lost: takes jobs whose worker went away, or was too slow. Used by take_jobs.
-- parameters  p_worker, p_visible_until   of the new attempts
--             p_jobs_max
--             p_from      nothing that runs was visible before; NULL: not known
--             p_now
-- results     as of take_jobs
-- locks       the rows it takes; those that are locked by another are left out
CREATE OR REPLACE FUNCTION pixstream.take_lost(
    p_worker text, p_visible_until timestamptz, p_jobs_max integer, p_from timestamptz, p_now timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_lost record;
BEGIN
    FOR v_lost IN
        UPDATE pixstream.job l SET state = 'lost', ended_at = p_now
        WHERE l.ctid = ANY (ARRAY(
            SELECT j.ctid FROM pixstream.job j
            WHERE j.state = 'running' AND j.visible_at <= p_now AND j.visible_at >= coalesce(p_from, '-infinity')
            ORDER BY j.visible_at LIMIT p_jobs_max FOR UPDATE SKIP LOCKED))
        RETURNING l.ispb, l.from_n, l.to_n, l.attempt
    LOOP
        token := pixstream.new_token();
        ispb := v_lost.ispb;
        retry := false;
        attempt := v_lost.attempt + 1;
        INSERT INTO pixstream.job (ispb, from_n, to_n, attempt, token, worker, taken_at, visible_at)
        VALUES (v_lost.ispb, v_lost.from_n, v_lost.to_n, v_lost.attempt + 1, take_lost.token, p_worker, p_now,
                p_visible_until);
        SELECT array_agg(c.from_seq ORDER BY c.n), array_agg(c.to_seq ORDER BY c.n) INTO from_seqs, to_seqs
        FROM pixstream.confirmed c WHERE c.ispb = v_lost.ispb AND c.n > v_lost.from_n AND c.n <= v_lost.to_n;
        RETURN NEXT;
    END LOOP;
END
$$;
