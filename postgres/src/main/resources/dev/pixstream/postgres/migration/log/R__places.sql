-- places: where the messages of a window of a lane are, for the check of a live installation. Neighbours in the same
-- place are one range, so that the answer for a lane that is well has a few. All is of one moment.
-- parameters  p_ispb          the lane
--             p_after         the window begins behind this message, or behind what was cleaned
--             p_messages_max  how long it is; it ends at the tail
-- results     start, till   the window (start, till]
--             tail          number of the newest message
--             head          all up to it was claimed, or is in another store
--             streams       how many are open
--             whats         of each range: stored, confirmed, returned, leased; stranded: leased to a stream that has
--                           ended; second: leased to a stream that has a later batch
--             streams_of    whose it is; 0: of no stream
--             froms, tos    the range; it may reach out of the window. Of the last window also what is beyond the tail
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.places(
    p_ispb text, p_after bigint, p_messages_max integer,
    OUT start bigint, OUT till bigint, OUT tail bigint, OUT head bigint, OUT streams integer,
    OUT whats text[], OUT streams_of bigint[], OUT froms bigint[], OUT tos bigint[]
)
    LANGUAGE plpgsql STABLE
    ${index_loops}
AS $$
DECLARE
    -- A range has at most as many messages as a batch.
    c_range_max CONSTANT integer := 10;
    v_rows_to bigint;
BEGIN
    tail := pixstream.tail(p_ispb);
    start := greatest(p_after, (SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0);
    head := greatest((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb ORDER BY b.to_seq DESC LIMIT 1),
                     (SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0);
    till := least(start + p_messages_max, tail);
    v_rows_to := CASE WHEN till = tail THEN 9223372036854775807 ELSE till + c_range_max END;
    streams := (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL);
    WITH part AS (
        SELECT 'stored' AS what, 0::bigint AS stream_of, m.seq - 1 AS from_seq, m.seq AS to_seq
        FROM pixstream.message m WHERE m.ispb = p_ispb AND m.seq > start AND m.seq <= v_rows_to
        UNION ALL
        SELECT CASE WHEN b.state = 'confirmed' THEN 'confirmed'
                    WHEN coalesce((SELECT s.ended_at IS NOT NULL FROM pixstream.stream s WHERE s.stream_id = b.stream_id), true)
                        THEN 'stranded'
                    WHEN EXISTS (SELECT FROM pixstream.batch n WHERE n.stream_id = b.stream_id AND n.iteration > b.iteration)
                        THEN 'second'
                    ELSE 'leased' END,
               CASE WHEN b.state = 'confirmed' THEN 0 ELSE b.stream_id END, b.from_seq, b.to_seq
        FROM pixstream.batch b
        WHERE b.ispb = p_ispb AND b.to_seq > start AND b.to_seq <= v_rows_to AND b.state IN ('leased', 'confirmed')
        UNION ALL
        SELECT 'returned', 0, r.from_seq, r.to_seq FROM pixstream.returned r
        WHERE r.ispb = p_ispb AND r.to_seq > start AND r.from_seq < v_rows_to
    ), chain AS (
        SELECT p.*, p.from_seq IS DISTINCT FROM lag(p.to_seq) OVER behind AS begins
        FROM part p WINDOW behind AS (PARTITION BY p.what, p.stream_of ORDER BY p.to_seq, p.from_seq)
    ), numbered AS (
        SELECT c.*, count(*) FILTER (WHERE c.begins) OVER (PARTITION BY c.what, c.stream_of
                                                           ORDER BY c.to_seq, c.from_seq ROWS UNBOUNDED PRECEDING) AS run
        FROM chain c
    ), range AS (
        SELECT n.what, n.stream_of, min(n.from_seq) AS from_seq, max(n.to_seq) AS to_seq
        FROM numbered n GROUP BY n.what, n.stream_of, n.run
    )
    SELECT coalesce(array_agg(r.what), '{}'), coalesce(array_agg(r.stream_of), '{}'),
           coalesce(array_agg(r.from_seq), '{}'), coalesce(array_agg(r.to_seq), '{}')
    INTO whats, streams_of, froms, tos
    FROM range r;
END
$$;
