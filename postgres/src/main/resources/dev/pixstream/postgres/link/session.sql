-- session: makes a new connection independent of what the database, the role or the server is set to. Each connection of a
-- node runs it once. A name that this version of PostgreSQL does not know is left out. default_transaction_read_only stays as
-- it is: whoever sets it takes the writes away from this server, such as from a primary that another one replaced.
-- results     one row for each setting
-- locks       none
SELECT set_config(s.name, s.value, false)
FROM (VALUES
    -- Each statement has to see what was committed while it waited for a lock.
    ('default_transaction_isolation', 'read committed'),
    ('default_transaction_deferrable', 'off'),
    -- Names of functions and operators are those of PostgreSQL.
    ('search_path', 'pg_catalog'),
    ('transform_null_equals', 'off'),
    ('standard_conforming_strings', 'on'),
    ('array_nulls', 'on'),
    ('restrict_nonsystem_relation_kind', ''),
    ('plpgsql.extra_errors', 'none'),
    ('plpgsql.extra_warnings', 'none'),
    -- What a node waits for is bounded by itself and by statement_timeout, which it sets for each kind of connection.
    ('lock_timeout', '0'),
    ('idle_in_transaction_session_timeout', '0'),
    ('idle_session_timeout', '0'),
    ('transaction_timeout', '0'),
    ('exit_on_error', 'off'),
    ('client_min_messages', 'warning'),
    -- Values as text: in messages and in the checks of the history.
    ('TimeZone', 'UTC'),
    ('DateStyle', 'ISO, MDY'),
    ('IntervalStyle', 'postgres'),
    ('bytea_output', 'hex'),
    ('extra_float_digits', '1'),
    ('xmlbinary', 'base64'),
    -- A plan for the very values would be made anew by each call, at the price of the call itself.
    ('plan_cache_mode', 'force_generic_plan'),
    ('jit', 'off'),
    -- New tables.
    ('default_table_access_method', 'heap'),
    ('default_tablespace', ''),
    ('check_function_bodies', 'on'),
    ('row_security', 'on')
) s (name, value)
WHERE position('.' IN s.name) > 0 OR EXISTS (SELECT FROM pg_catalog.pg_settings p WHERE lower(p.name) = lower(s.name))
UNION ALL
-- Functions switch off the kinds of plans that they must not get, and rely on the others.
SELECT set_config(p.name, p.boot_val, false)
FROM pg_catalog.pg_settings p
WHERE starts_with(p.name, 'enable_') AND p.context = 'user' AND p.setting <> p.boot_val
