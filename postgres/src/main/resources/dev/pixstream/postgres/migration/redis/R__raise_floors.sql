-- raise_floors: moves the floors of lanes towards what was confirmed since, where that is much, so that a rebuild finds little to
-- read. A row is rewritten once for a thousand batches.
-- parameters  p_ispbs   the lanes; one without an epoch has its claims here and needs no floor
--             p_ms      it goes on for so long at most, milliseconds
-- results     how many steps it made
-- locks       the floor's row; a lane that another is at is left out
CREATE OR REPLACE FUNCTION pixstream.raise_floors(p_ispbs text[], p_ms integer) RETURNS integer
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    c_batches CONSTANT integer := 1000;
    c_messages CONSTANT integer := 1000;
    v_until timestamptz := clock_timestamp() + p_ms * interval '1 ms';
    v_ispb text;
    v_floor bigint;
    v_new record;
    v_steps integer := 0;
BEGIN
    FOR v_ispb IN
        SELECT l.ispb FROM unnest(p_ispbs) l (ispb)
        WHERE EXISTS (SELECT FROM pixstream.lane_epoch e WHERE e.ispb = l.ispb)
    LOOP
        LOOP
            EXIT WHEN clock_timestamp() > v_until;
            v_floor := coalesce((SELECT f.seq FROM pixstream.lane_floor f WHERE f.ispb = v_ispb), 0);
            EXIT WHEN coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = v_ispb AND b.to_seq > v_floor
                                ORDER BY b.to_seq DESC LIMIT 1), 0) < v_floor + c_messages;
            -- It reads what is committed; what is confirmed in a gap later is found there by whoever reads it next.
            INSERT INTO pixstream.lane_floor VALUES (v_ispb, 0, '{}', '{}') ON CONFLICT DO NOTHING;
            PERFORM FROM pixstream.lane_floor f WHERE f.ispb = v_ispb FOR UPDATE SKIP LOCKED;
            EXIT WHEN NOT FOUND;
            v_new := pixstream.unconfirmed(v_ispb, c_batches);
            EXIT WHEN v_new.head <= v_floor;
            UPDATE pixstream.lane_floor f SET seq = v_new.head, gap_froms = v_new.gap_froms, gap_tos = v_new.gap_tos
            WHERE f.ispb = v_ispb;
            v_steps := v_steps + 1;
        END LOOP;
        EXIT WHEN clock_timestamp() > v_until;
    END LOOP;
    RETURN v_steps;
END
$$;
