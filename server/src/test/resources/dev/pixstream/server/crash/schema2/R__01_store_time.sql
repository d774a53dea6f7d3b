-- The store's time, the only clock of the protocol. Tests replace this function to move it.
CREATE OR REPLACE FUNCTION pixstream.store_time() RETURNS timestamptz
    LANGUAGE sql VOLATILE
AS 'SELECT clock_timestamp()';
