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
--             tail        number of the lane's newest message
-- locks       that of appends, see lock_lanes
-- Nodes of the version before call it with three parameters.
DROP FUNCTION IF EXISTS pixstream.append(text, text[], bytea[]);
DROP FUNCTION IF EXISTS pixstream.append(text, text[], bytea[], bigint);

CREATE OR REPLACE FUNCTION pixstream.append(
    p_ispb text, p_ids text[], p_payloads bytea[], p_backlog_max bigint DEFAULT 9223372036854775807,
    OUT inserted integer, OUT duplicates integer, OUT conflict text, OUT backlog bigint,
    OUT nodes text[], OUT maxes integer[], OUT tail bigint
)
    LANGUAGE plpgsql VOLATILE
    ${index_scans}
AS $$
DECLARE
    v_count integer := cardinality(p_ids);
    v_tail bigint;
    v_waiting bigint;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    PERFORM pg_advisory_xact_lock(1886613622, hashtext(p_ispb));
    SELECT m.seq INTO v_tail FROM pixstream.message m WHERE m.ispb = p_ispb ORDER BY m.seq DESC LIMIT 1;
    IF NOT FOUND THEN
        v_tail := pixstream.tail(p_ispb);
        INSERT INTO pixstream.lane (ispb) VALUES (p_ispb) ON CONFLICT DO NOTHING;
    END IF;
    -- Most lanes are far from it, and their tail alone tells.
    IF v_tail + v_count > p_backlog_max THEN
        v_waiting := v_tail - coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb
                                        ORDER BY b.to_seq DESC LIMIT 1), 0);
    END IF;

    inserted := 0;
    duplicates := 0;
    IF v_waiting IS NULL OR v_waiting + v_count <= p_backlog_max THEN
        -- Nearly always all are new, and there is room for them.
        INSERT INTO pixstream.message (ispb, seq, end_to_end_id, stored_at, payload)
        SELECT p_ispb, v_tail + i.place, i.id, pixstream.store_time(), i.payload
        FROM unnest(p_ids, p_payloads) WITH ORDINALITY i (id, payload, place)
        ON CONFLICT (ispb, end_to_end_id) DO NOTHING;
        GET DIAGNOSTICS inserted = ROW_COUNT;
    END IF;
    IF inserted < v_count THEN
        IF inserted > 0 THEN
            DELETE FROM pixstream.message m
            WHERE m.ispb = p_ispb AND m.seq > v_tail AND m.xmin = pg_current_xact_id()::xid;
        END IF;
        SELECT n.inserted, n.duplicates, n.conflict, n.backlog INTO inserted, duplicates, conflict, backlog
        FROM pixstream.append_new(p_ispb, p_ids, p_payloads, v_tail, v_waiting, p_backlog_max) n;
    END IF;
    tail := v_tail + inserted;
    IF inserted > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;
