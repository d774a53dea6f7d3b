-- append_new: stores those of the messages that are not there yet, if none is there with other bytes and the lane has room.
-- Used by append, where not all were plainly new.
-- parameters  p_ispb, p_ids, p_payloads   as of append
--             p_tail         number of the lane's newest message
--             p_waiting      how many wait beyond the lane's head; NULL: far fewer than may
--             p_backlog_max  how many may
-- results     inserted, duplicates, conflict, backlog   as of append
-- locks       that of appends, taken by the caller
CREATE OR REPLACE FUNCTION pixstream.append_new(
    p_ispb text, p_ids text[], p_payloads bytea[], p_tail bigint, p_waiting bigint, p_backlog_max bigint,
    OUT inserted integer, OUT duplicates integer, OUT conflict text, OUT backlog bigint
)
    LANGUAGE plpgsql VOLATILE
    -- The ORDER BY … LIMIT 1 below leaves no index but that of the ids. Others would read the whole lane for each message.
    ${index_scans}
AS $$
DECLARE
    v_new integer;
BEGIN
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

    IF p_waiting + cardinality(p_ids) > p_backlog_max THEN
        SELECT count(DISTINCT i.id) INTO v_new FROM unnest(p_ids) i (id)
        WHERE (SELECT m.seq FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id
               ORDER BY m.end_to_end_id LIMIT 1) IS NULL;
        IF v_new > 0 AND p_waiting + v_new > p_backlog_max THEN
            backlog := p_waiting;
            RETURN;
        END IF;
    END IF;

    INSERT INTO pixstream.message (ispb, seq, end_to_end_id, stored_at, payload)
    SELECT p_ispb, p_tail + row_number() OVER (ORDER BY f.place), f.id, pixstream.store_time(), f.payload
    FROM (SELECT DISTINCT ON (i.id) i.id, i.payload, i.place
          FROM unnest(p_ids, p_payloads) WITH ORDINALITY i (id, payload, place)
          WHERE (SELECT m.seq FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id
                 ORDER BY m.end_to_end_id LIMIT 1) IS NULL
          ORDER BY i.id, i.place) f;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    duplicates := cardinality(p_ids) - inserted;
END
$$;
