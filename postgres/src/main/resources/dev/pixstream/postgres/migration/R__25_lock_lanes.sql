-- lock_lanes: lock_lane for many lanes, in the order of their keys, so that two callers can't wait for each other.
-- parameters  p_ispbs  the lanes, each as often as you like
CREATE OR REPLACE FUNCTION pixstream.lock_lanes(p_ispbs text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE -- which keeps its plan; sql does so since PostgreSQL 18
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1886613619, k.key)
    FROM (SELECT DISTINCT hashtext(i.ispb) AS key FROM unnest(p_ispbs) i (ispb) ORDER BY 1) k;
END
$$;
