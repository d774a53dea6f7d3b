-- statistics: how the installation stands, for metrics. A few index probes for each lane, none for each message.
-- parameters  p_lanes_max    how many lanes are named at most, of those with the largest backlog, and of those with the oldest
-- results     measured_at    the store's
--             backlog, backlog_lanes, backlog_age_s   messages to be delivered, in how many lanes, the age of the oldest, seconds
--             ispbs, backlogs, ages_s   the lanes that are named
--             streams        how many are open
--             leased         messages that are delivered and not confirmed
--             queued         confirmed batches that no worker has taken
--             retrying, dead messages whose processing failed; dead ones are counted up to 100,000
--             tables, dead_tuples   of each table of the schema
--             xmin_age       how many transactions ago the oldest snapshot was taken that keeps dead rows; as far as this user may see
--             transaction_age_s   since when the oldest transaction has been open, seconds
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.statistics(
    p_lanes_max integer,
    OUT measured_at timestamptz, OUT backlog bigint, OUT backlog_lanes integer, OUT backlog_age_s double precision,
    OUT ispbs text[], OUT backlogs bigint[], OUT ages_s double precision[],
    OUT streams integer, OUT leased bigint, OUT queued bigint, OUT retrying bigint, OUT dead bigint,
    OUT tables text[], OUT dead_tuples bigint[], OUT xmin_age bigint, OUT transaction_age_s double precision
)
    LANGUAGE plpgsql VOLATILE
    ${index_loops}
AS $$
BEGIN
    measured_at := pixstream.store_time();
    WITH lane AS (
        SELECT l.ispb, t.tail - h.head + r.messages AS messages, h.confirmed_n - h.taken_n AS queued,
               CASE WHEN t.tail - h.head + r.messages > 0 THEN
                    (SELECT extract(epoch FROM statistics.measured_at - m.stored_at)::double precision
                     FROM pixstream.message m
                     WHERE m.ispb = l.ispb AND m.seq = 1 + least(r.first, CASE WHEN h.head < t.tail THEN h.head END))
               END AS age_s
        FROM pixstream.lane l,
             LATERAL (SELECT pixstream.tail(l.ispb) AS tail OFFSET 0) t,
             LATERAL (SELECT coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = l.ispb
                                       ORDER BY b.to_seq DESC LIMIT 1), 0) AS head,
                             coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = l.ispb
                                       ORDER BY c.n DESC LIMIT 1), 0) AS confirmed_n,
                             coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = l.ispb
                                       ORDER BY j.to_n DESC LIMIT 1), 0) AS taken_n) h,
             LATERAL (SELECT coalesce(sum(q.to_seq - q.from_seq), 0)::bigint AS messages, min(q.from_seq) AS first
                      FROM pixstream.returned q WHERE q.ispb = l.ispb) r
    ), ranked AS (
        SELECT l.*, row_number() OVER (ORDER BY l.messages DESC, l.ispb) AS by_size,
               row_number() OVER (ORDER BY l.age_s DESC NULLS LAST, l.ispb) AS by_age
        FROM lane l
    )
    SELECT coalesce(sum(l.messages), 0), count(*) FILTER (WHERE l.messages > 0), coalesce(max(l.age_s), 0),
           coalesce(sum(l.queued), 0),
           coalesce(array_agg(l.ispb) FILTER (WHERE l.messages > 0 AND least(l.by_size, l.by_age) <= p_lanes_max), '{}'),
           coalesce(array_agg(l.messages) FILTER (WHERE l.messages > 0 AND least(l.by_size, l.by_age) <= p_lanes_max), '{}'),
           coalesce(array_agg(coalesce(l.age_s, 0)) FILTER (WHERE l.messages > 0 AND least(l.by_size, l.by_age) <= p_lanes_max), '{}')
    INTO backlog, backlog_lanes, backlog_age_s, queued, ispbs, backlogs, ages_s
    FROM ranked l;

    SELECT count(*), coalesce(sum(b.messages), 0) INTO streams, leased
    FROM pixstream.stream s,
         LATERAL (SELECT (SELECT n.iteration_id FROM pixstream.batch n WHERE n.stream_id = s.stream_id
                          ORDER BY n.iteration DESC LIMIT 1) AS id) newest,
         LATERAL (SELECT sum(n.to_seq - n.from_seq) AS messages FROM pixstream.batch n
                  WHERE n.iteration_id = newest.id AND n.state = 'leased') b
    WHERE s.ended_at IS NULL;

    SELECT count(*) INTO retrying FROM pixstream.failure f WHERE f.state = 'retrying';
    SELECT count(*) INTO dead FROM (SELECT FROM pixstream.failure f WHERE f.state = 'dead' LIMIT 100000) d;

    SELECT array_agg(t.relname::text ORDER BY t.relname), array_agg(t.n_dead_tup ORDER BY t.relname) INTO tables, dead_tuples
    FROM pg_stat_user_tables t WHERE t.schemaname = 'pixstream';

    SELECT coalesce(max(x.age), 0) INTO xmin_age
    FROM (SELECT age(a.backend_xmin)::bigint AS age FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid()
          UNION ALL SELECT age(p.transaction) FROM pg_prepared_xacts p
          UNION ALL SELECT greatest(age(r.xmin), age(r.catalog_xmin)) FROM pg_replication_slots r) x;
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - x.since)), 0) INTO transaction_age_s
    FROM (SELECT a.xact_start AS since FROM pg_stat_activity a
          WHERE a.pid <> pg_backend_pid() AND a.datname = current_database()
          UNION ALL SELECT p.prepared FROM pg_prepared_xacts p) x;
END
$$;
