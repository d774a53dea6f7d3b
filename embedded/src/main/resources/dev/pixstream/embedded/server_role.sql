-- Makes the role that PixStream connects as, and gives it the database with all that is in PixStream's schema. It is no superuser:
-- COPY with files and programs, pg_read_file and their like are refused to it.
-- Parameters: the setting pixstream.password.
-- Runs in single-user mode in the database pixstream, for a new cluster and once for one of a version whose server was a superuser.
DO $$
DECLARE
    schema oid := (SELECT n.oid FROM pg_namespace n WHERE n.nspname = 'pixstream');
    statement text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'pixstream_server') THEN
        CREATE ROLE pixstream_server;
    END IF;
    EXECUTE format('ALTER ROLE pixstream_server LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L',
        current_setting('pixstream.password'));
    GRANT pg_read_all_stats TO pixstream_server;
    ALTER DATABASE pixstream OWNER TO pixstream_server;
    FOR statement IN
        SELECT 'SCHEMA pixstream' WHERE schema IS NOT NULL
        UNION ALL
        SELECT format('TABLE %s', c.oid::regclass) FROM pg_class c
        WHERE c.relnamespace = schema AND c.relkind IN ('r', 'p', 'v', 'm')
        UNION ALL
        SELECT format('SEQUENCE %s', c.oid::regclass) FROM pg_class c
        WHERE c.relnamespace = schema AND c.relkind = 'S'
            AND NOT EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
        UNION ALL
        SELECT format('ROUTINE %s', p.oid::regprocedure) FROM pg_proc p
        WHERE p.pronamespace = schema AND p.prokind IN ('f', 'p')
        UNION ALL
        SELECT format('TYPE %s', format_type(t.oid, NULL)) FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE t.typnamespace = schema AND (t.typtype IN ('d', 'e') OR c.relkind = 'c')
    LOOP
        EXECUTE format('ALTER %s OWNER TO pixstream_server', statement);
    END LOOP;
END
$$;

