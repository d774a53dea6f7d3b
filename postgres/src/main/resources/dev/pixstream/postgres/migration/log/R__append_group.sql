-- append_group: stores messages of several lanes, all or none over all of them.
-- parameters  p_ispbs     the lanes, each once
--             p_counts    how many messages each gets
--             p_ids, p_payloads   those of the first lane, then those of the second …
--             p_backlog_max       see append
-- results     one row for each lane, as of append_all. If one has a conflict or a backlog, nothing was stored in any
-- locks       those of appends, taken by the caller
CREATE OR REPLACE FUNCTION pixstream.append_group(
    p_ispbs text[], p_counts integer[], p_ids text[], p_payloads bytea[], p_backlog_max bigint
) RETURNS TABLE (
    inserted integer, duplicates integer, conflict text, backlog bigint, nodes text[], maxes integer[], tail bigint,
    epoch bigint
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_part record;
    v_before integer := 0;
    v_to integer;
    v_inserted integer[] := '{}';
    v_duplicates integer[] := '{}';
    v_tails bigint[] := '{}';
BEGIN
    BEGIN
        FOR i IN 1 .. cardinality(p_ispbs) LOOP
            v_to := v_before + p_counts[i];
            SELECT a.* INTO v_part FROM pixstream.append(
                p_ispbs[i], p_ids[v_before + 1 : v_to], p_payloads[v_before + 1 : v_to], p_backlog_max) a;
            IF v_part.conflict IS NOT NULL OR v_part.backlog IS NOT NULL THEN
                RAISE SQLSTATE 'PX001';
            END IF;
            v_inserted := v_inserted || v_part.inserted;
            v_duplicates := v_duplicates || v_part.duplicates;
            v_tails := v_tails || v_part.tail;
            v_before := v_to;
        END LOOP;
    EXCEPTION WHEN SQLSTATE 'PX001' THEN
        -- What the lanes before it got is undone; the variables are as they were when it was refused.
        RETURN QUERY
        SELECT 0, 0, CASE WHEN i = cardinality(v_inserted) + 1 THEN v_part.conflict END,
               CASE WHEN i = cardinality(v_inserted) + 1 THEN v_part.backlog END,
               NULL::text[], NULL::integer[], NULL::bigint, NULL::bigint
        FROM generate_subscripts(p_ispbs, 1) i ORDER BY i;
        RETURN;
    END;
    RETURN QUERY
    SELECT v_inserted[i], v_duplicates[i], NULL::text, NULL::bigint, w.nodes, w.maxes, v_tails[i],
           (SELECT e.epoch FROM pixstream.present_epoch e WHERE e.ispb = p_ispbs[i])
    FROM generate_subscripts(p_ispbs, 1) i LEFT JOIN LATERAL pixstream.waiting(p_ispbs[i]) w ON v_inserted[i] > 0
    ORDER BY i;
END
$$;
