-- try_write: whether a message could be stored. It writes to the log, which the end of the transaction forces to the disk and,
-- where storing waits for a replica, to that; and half a megabyte of temporary data, the most by which a table grows at once,
-- which a full disk has no room for. Nothing is left behind.
-- results     none; it fails as storing fails
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.try_write() RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET work_mem = '64kB'
    SET temp_tablespaces = ''
AS $$
BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RAISE EXCEPTION USING ERRCODE = 'read_only_sql_transaction', MESSAGE = 'transactions are read-only here';
    END IF;
    PERFORM pg_logical_emit_message(true, 'pixstream', '');
    -- What does not fit into work_mem goes to the disk.
    PERFORM count(*) FROM generate_series(1, 40000);
END
$$;
