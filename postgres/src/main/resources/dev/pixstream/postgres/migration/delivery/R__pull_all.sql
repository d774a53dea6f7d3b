-- pull_all: many pulls, of any lanes, in one round trip and one transaction. The plain ones go together as one step, see
-- pull_many; the others one after the other.
-- parameters  p_ispbs, p_ids, p_new_ids, p_maxes, p_nonces, p_waited_us, p_agains, p_wait_ms   of each, see pull
--             p_lease_ms   milliseconds
--             p_plain_min  fewer pulls than that go one after the other, which then costs less
-- results     see pull; each is answered
-- locks       the lanes, in the order of their keys, so that two callers can't wait for each other
DROP FUNCTION IF EXISTS pixstream.pull_all(
    text[], text[], text[], integer[], text[], bigint[], boolean[], integer[], integer, integer);
CREATE OR REPLACE FUNCTION pixstream.pull_all(
    p_ispbs text[], p_ids text[], p_new_ids text[], p_maxes integer[], p_nonces text[], p_waited_us bigint[],
    p_agains boolean[], p_wait_ms integer[], p_lease_ms integer, p_plain_min integer
) RETURNS SETOF pixstream.pulled
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_pulled pixstream.pulled;
    v_done boolean[];
    v_place integer;
BEGIN
    IF cardinality(p_ids) >= p_plain_min THEN
        FOR v_pulled IN
            SELECT * FROM pixstream.pull_many(p_ispbs, p_ids, p_new_ids, p_maxes, p_nonces, p_waited_us, p_agains, p_wait_ms,
                                              p_lease_ms)
        LOOP
            v_done[v_pulled.place] := true;
            RETURN NEXT v_pulled;
        END LOOP;
    ELSIF cardinality(p_ids) > 1 THEN
        PERFORM pixstream.lock_lanes(p_ispbs);
    END IF;
    FOR v_place IN 1 .. cardinality(p_ids) LOOP
        CONTINUE WHEN v_done[v_place];
        v_pulled := pixstream.pull(
            p_ispbs[v_place], p_ids[v_place], p_new_ids[v_place], p_maxes[v_place], p_nonces[v_place],
            p_waited_us[v_place], p_agains[v_place], p_wait_ms[v_place], p_lease_ms);
        v_pulled.place := v_place;
        RETURN NEXT v_pulled;
    END LOOP;
END
$$;
