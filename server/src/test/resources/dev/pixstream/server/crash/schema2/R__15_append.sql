-- append: stores messages at the end of a lane, in the order given. All or nothing. It commits to disk, whatever the
-- session's settings are.
-- parameters  p_ispb      the lane
--             p_ids       endToEndId of each message
--             p_payloads  its canonical bytes
-- results     inserted    how many were stored
--             duplicates  how many were there before, or twice among those given, with the same bytes
--             conflict    the first endToEndId that is there with other bytes; then nothing is stored
--             nodes, maxes   who waits for them, see waiting
-- locks       the lane's row, so that numbers are given in the order of commits; claims do not take it
CREATE OR REPLACE FUNCTION pixstream.append(
    p_ispb text, p_ids text[], p_payloads bytea[],
    OUT inserted integer, OUT duplicates integer, OUT conflict text, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_tail bigint;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT l.tail INTO v_tail FROM pixstream.lane l WHERE l.ispb = p_ispb FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO pixstream.lane VALUES (p_ispb, 0) ON CONFLICT DO NOTHING;
        SELECT l.tail INTO v_tail FROM pixstream.lane l WHERE l.ispb = p_ispb FOR NO KEY UPDATE;
    END IF;

    inserted := 0;
    duplicates := 0;
    SELECT min(g.id) INTO conflict FROM (
        SELECT i.id FROM unnest(p_ids, p_payloads) i (id, payload) GROUP BY i.id
        HAVING count(DISTINCT i.payload) > 1
        UNION ALL
        SELECT i.id FROM unnest(p_ids, p_payloads) i (id, payload)
        JOIN pixstream.message m ON m.ispb = p_ispb AND m.end_to_end_id = i.id WHERE m.payload <> i.payload
    ) g;
    IF conflict IS NOT NULL THEN
        RETURN;
    END IF;

    INSERT INTO pixstream.message (ispb, seq, end_to_end_id, stored_at, payload)
    SELECT p_ispb, v_tail + row_number() OVER (ORDER BY f.place), f.id, pixstream.store_time(), f.payload
    FROM (SELECT DISTINCT ON (i.id) i.id, i.payload, i.place
          FROM unnest(p_ids, p_payloads) WITH ORDINALITY i (id, payload, place)
          WHERE NOT EXISTS (SELECT FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id)
          ORDER BY i.id, i.place) f;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    duplicates := cardinality(p_ids) - inserted;
    IF inserted > 0 THEN
        UPDATE pixstream.lane l SET tail = v_tail + inserted WHERE l.ispb = p_ispb;
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
