-- take_fresh: takes what was confirmed and never taken, a job of each lane in turn. Used by take_jobs.
-- The head of what was taken is the end of the newest job, read from the index backwards: no row is rewritten by every take.
-- parameters  p_worker, p_visible_until   of the attempts
--             p_ispbs         the lanes; of more than p_jobs_max with work some are chosen at random
--             p_jobs_max, p_messages_max
--             p_now
-- results     as of take_jobs
-- locks       the queue of each lane that has work, in the order of their keys
CREATE OR REPLACE FUNCTION pixstream.take_fresh(
    p_worker text, p_visible_until timestamptz, p_ispbs text[], p_jobs_max integer, p_messages_max integer,
    p_now timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_lanes text[];
    v_heads bigint[];
    v_to_n bigint;
    v_left integer := p_jobs_max;
    v_found boolean := true;
BEGIN
    SELECT array_agg(w.ispb ORDER BY pixstream.lock_queue_key(w.ispb), w.ispb) INTO v_lanes
    FROM (SELECT l.ispb FROM (SELECT DISTINCT u.ispb FROM unnest(p_ispbs) u (ispb)) l
          WHERE (SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = l.ispb ORDER BY c.n DESC LIMIT 1)
                > coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = l.ispb ORDER BY j.to_n DESC LIMIT 1), 0)
          ORDER BY random() LIMIT p_jobs_max) w;
    FOR i IN 1 .. coalesce(cardinality(v_lanes), 0) LOOP
        PERFORM pixstream.lock_queue(v_lanes[i]);
        -- Read only now: another worker may have been at it.
        v_heads[i] := coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = v_lanes[i]
                                ORDER BY j.to_n DESC LIMIT 1), 0);
    END LOOP;

    retry := false;
    attempt := 1;
    WHILE v_found AND v_left > 0 LOOP
        v_found := false;
        FOR i IN 1 .. coalesce(cardinality(v_lanes), 0) LOOP
            EXIT WHEN v_left = 0;
            SELECT p.to_n, p.from_seqs, p.to_seqs INTO v_to_n, from_seqs, to_seqs
            FROM pixstream.pack_job(v_lanes[i], v_heads[i], p_messages_max) p;
            CONTINUE WHEN v_to_n = v_heads[i];
            ispb := v_lanes[i];
            token := pixstream.new_token();
            INSERT INTO pixstream.job (ispb, from_n, to_n, attempt, token, worker, taken_at, visible_at)
            VALUES (v_lanes[i], v_heads[i], v_to_n, 1, take_fresh.token, p_worker, p_now, p_visible_until);
            v_heads[i] := v_to_n;
            v_left := v_left - 1;
            v_found := true;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;
