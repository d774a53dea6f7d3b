-- append_all: many appends, of any lanes, one after the other, in one round trip and one transaction: they wait for the disk
-- once. Each is all or nothing for itself.
-- parameters  p_ispbs     the lane of each
--             p_counts    how many messages each has
--             p_ids, p_payloads   the messages of the first, then those of the second …
--             p_backlog_max       see append
--             p_groups    neighbours of one number are stored together or not at all; NULL: each for itself
-- results     one row for each, in their order, as of append, and
--             epoch   of the lane, see present_epoch; NULL: it has none
-- locks       those of appends, see lock_lanes
DROP FUNCTION IF EXISTS pixstream.append_all(text[], integer[], text[], bytea[], bigint);
DROP FUNCTION IF EXISTS pixstream.append_all(text[], integer[], text[], bytea[], bigint, integer[]);
CREATE OR REPLACE FUNCTION pixstream.append_all(
    p_ispbs text[], p_counts integer[], p_ids text[], p_payloads bytea[], p_backlog_max bigint,
    p_groups integer[] DEFAULT NULL
) RETURNS TABLE (
    inserted integer, duplicates integer, conflict text, backlog bigint, nodes text[], maxes integer[], tail bigint,
    epoch bigint
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_first integer := 1;
    v_last integer;
    v_before integer := 0;
    v_to integer;
BEGIN
    IF cardinality(p_ispbs) > 1 THEN
        PERFORM pixstream.lock_lanes(p_ispbs, 1886613622);
    END IF;
    WHILE v_first <= cardinality(p_ispbs) LOOP
        v_last := v_first;
        v_to := v_before + p_counts[v_first];
        WHILE p_groups[v_last + 1] = p_groups[v_first] LOOP
            v_last := v_last + 1;
            v_to := v_to + p_counts[v_last];
        END LOOP;
        IF v_last > v_first THEN
            RETURN QUERY
            SELECT g.* FROM pixstream.append_group(
                p_ispbs[v_first : v_last], p_counts[v_first : v_last], p_ids[v_before + 1 : v_to],
                p_payloads[v_before + 1 : v_to], p_backlog_max) g;
        ELSE
            RETURN QUERY
            SELECT a.inserted, a.duplicates, a.conflict, a.backlog, a.nodes, a.maxes, a.tail,
                   (SELECT e.epoch FROM pixstream.present_epoch e WHERE e.ispb = p_ispbs[v_first])
            FROM pixstream.append(
                p_ispbs[v_first], p_ids[v_before + 1 : v_to], p_payloads[v_before + 1 : v_to], p_backlog_max) a;
        END IF;
        v_before := v_to;
        v_first := v_last + 1;
    END LOOP;
END
$$;
