-- append: stores messages at the end of a lane, in the order given. All or nothing. It commits to disk, whatever the
-- session's settings are.
-- parameters  p_ispb      the lane
--             p_ids       endToEndId of each message
--             p_payloads  its canonical bytes
--             p_backlog_max  how many messages of the lane may wait beyond its head
-- results     inserted    how many were stored
--             duplicates  how many were there before, or twice among those given, with the same bytes
--             conflict    the first endToEndId that is there with other bytes; then nothing is stored
--             backlog     how many wait beyond the lane's head, if these would be too many; then nothing is stored. What is
--                         open for redelivery does not count: it is claimed first, so it is never more than was leased at once
--             nodes, maxes   who waits for them, see waiting
-- locks       the lane's row, so that numbers are given in the order of commits; claims do not take it
-- Nodes of the version before call it with three parameters.
DROP FUNCTION IF EXISTS pixstream.append(text, text[], bytea[]);

CREATE OR REPLACE FUNCTION pixstream.append(
    p_ispb text, p_ids text[], p_payloads bytea[], p_backlog_max bigint DEFAULT 9223372036854775807,
    OUT inserted integer, OUT duplicates integer, OUT conflict text, OUT backlog bigint,
    OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
    -- Plans are made while lanes are short and have to hold when they are not. So too the ORDER BY … LIMIT 1 below: it leaves
    -- no index but that of the ids, where others would read the whole lane for each message.
    SET enable_seqscan = off
    SET enable_bitmapscan = off
AS $$
DECLARE
    v_tail bigint;
    v_waiting bigint;
    v_new integer;
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
        SELECT i.id FROM unnest(p_ids, p_payloads) i (id, payload),
             LATERAL (SELECT m.payload FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id
                      ORDER BY m.end_to_end_id LIMIT 1) m
        WHERE m.payload <> i.payload
    ) g;
    IF conflict IS NOT NULL THEN
        RETURN;
    END IF;

    -- Most lanes are far from it, and their tail alone tells.
    IF v_tail + cardinality(p_ids) > p_backlog_max THEN
        v_waiting := v_tail - coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb
                                        ORDER BY b.to_seq DESC LIMIT 1), 0);
        IF v_waiting + cardinality(p_ids) > p_backlog_max THEN
            SELECT count(DISTINCT i.id) INTO v_new FROM unnest(p_ids) i (id)
            WHERE (SELECT m.seq FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id
                   ORDER BY m.end_to_end_id LIMIT 1) IS NULL;
            IF v_new > 0 AND v_waiting + v_new > p_backlog_max THEN
                backlog := v_waiting;
                RETURN;
            END IF;
        END IF;
    END IF;

    INSERT INTO pixstream.message (ispb, seq, end_to_end_id, stored_at, payload)
    SELECT p_ispb, v_tail + row_number() OVER (ORDER BY f.place), f.id, pixstream.store_time(), f.payload
    FROM (SELECT DISTINCT ON (i.id) i.id, i.payload, i.place
          FROM unnest(p_ids, p_payloads) WITH ORDINALITY i (id, payload, place)
          WHERE (SELECT m.seq FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id
                 ORDER BY m.end_to_end_id LIMIT 1) IS NULL
          ORDER BY i.id, i.place) f;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    duplicates := cardinality(p_ids) - inserted;
    IF inserted > 0 THEN
        UPDATE pixstream.lane l SET tail = v_tail + inserted WHERE l.ispb = p_ispb;
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
