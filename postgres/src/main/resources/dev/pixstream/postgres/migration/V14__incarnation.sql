-- Which PostgreSQL this is: its timeline changes when a replica takes over or a backup is recovered to a point in time, the table
-- when a dump is restored. What another one knew of a lane in Redis does not count here: it may have had messages that this
-- one never got, and whose numbers others get.
CREATE FUNCTION pixstream.incarnation() RETURNS text
    LANGUAGE sql STABLE
AS $$
    SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) || '.' || 'pixstream.message'::regclass::oid
$$;
ALTER TABLE pixstream.lane_epoch ADD COLUMN incarnation text NOT NULL DEFAULT pixstream.incarnation();
