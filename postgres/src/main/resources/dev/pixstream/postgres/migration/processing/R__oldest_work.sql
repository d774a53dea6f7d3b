-- oldest_work: from where on take_jobs has to look for what is due. The rows that are due are found by their time; what ended
-- leaves dead entries there, which can't be removed while a transaction is held open elsewhere (a backup, a report), and
-- without a lower bound each take would read all of them.
-- Work that a transaction of longer than 10 s brings may be older than what is answered: ask with NULL now and then.
-- parameters  p_running_from, p_retrying_from   what was answered before; NULL: looks at everything
-- results     running_from   no job that runs became visible before
--             retrying_from  no message that is to be retried became visible before
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.oldest_work(
    p_running_from timestamptz, p_retrying_from timestamptz,
    OUT running_from timestamptz, OUT retrying_from timestamptz
)
    LANGUAGE sql VOLATILE
    ${index_scans}
AS $$
    SELECT least(n.sure,
                 (SELECT j.visible_at FROM pixstream.job j
                  WHERE j.state = 'running' AND j.visible_at >= coalesce(p_running_from, '-infinity')
                  ORDER BY j.visible_at LIMIT 1)),
           least(n.sure,
                 (SELECT f.visible_at FROM pixstream.failure f
                  WHERE f.state = 'retrying' AND f.visible_at >= coalesce(p_retrying_from, '-infinity')
                  ORDER BY f.visible_at LIMIT 1))
    FROM (SELECT pixstream.store_time() - interval '10 s' AS sure) n
$$;
