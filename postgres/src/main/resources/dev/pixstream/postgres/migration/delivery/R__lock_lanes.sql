-- lock_lanes: the lock of many lanes, held until the end of the transaction, in the order of their keys, so that two callers
-- can't wait for each other.
-- parameters  p_ispbs  the lanes, each as often as you like
--             p_class  who takes turns: claims, see lock_lane, or appends, 1886613622, so that numbers are given in the
--                      order of commits. Neither takes the lock of the other.
-- locks       the lanes, in the order of their keys
DROP FUNCTION IF EXISTS pixstream.lock_lanes(text[]);
CREATE OR REPLACE FUNCTION pixstream.lock_lanes(p_ispbs text[], p_class integer DEFAULT 1886613619) RETURNS void
    LANGUAGE plpgsql VOLATILE -- which keeps its plan; sql does so since PostgreSQL 18
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(p_class, k.key)
    FROM (SELECT DISTINCT hashtext(i.ispb) AS key FROM unnest(p_ispbs) i (ispb) ORDER BY 1) k;
END
$$;
