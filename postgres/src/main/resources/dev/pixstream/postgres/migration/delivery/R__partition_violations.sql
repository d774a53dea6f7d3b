-- partition_violations: checks that each message is in exactly one place: beyond the head, in one leased batch, returned,
-- or confirmed; and what follows from it. What was cleaned is no more; of what lies above nothing is missing. Reads
-- everything: for tests, and for a check of a live installation.
-- results     ispb, violation   one row for each; none when all is well
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.partition_violations() RETURNS TABLE (ispb text, violation text)
    LANGUAGE sql STABLE
AS $$
    WITH head AS (
        SELECT l.ispb, coalesce((SELECT max(m.seq) FROM pixstream.message m WHERE m.ispb = l.ispb), c.to_seq, 0) AS tail,
               coalesce(c.to_seq, 0) AS cleaned,
               coalesce((SELECT max(b.to_seq) FROM pixstream.batch b WHERE b.ispb = l.ispb), 0) AS head
        FROM pixstream.lane l
        LEFT JOIN pixstream.cleaned c ON c.ispb = l.ispb
    ), place AS (
        SELECT b.ispb, b.from_seq, b.to_seq, b.state AS what FROM pixstream.batch b
        WHERE b.state IN ('leased', 'confirmed')
        UNION ALL
        SELECT r.ispb, r.from_seq, r.to_seq, 'returned' FROM pixstream.returned r
        UNION ALL
        SELECT h.ispb, h.head, h.tail, 'beyond the head' FROM head h WHERE h.head < h.tail
    ), chain AS (
        SELECT p.*, coalesce(lag(p.to_seq) OVER (PARTITION BY p.ispb ORDER BY p.from_seq, p.to_seq),
                             (SELECT h.cleaned FROM head h WHERE h.ispb = p.ispb), 0) AS expected
        FROM place p
    )
    SELECT c.ispb, format('(%s, %s] %s starts at %s, not at %s', c.from_seq, c.to_seq, c.what, c.from_seq, c.expected)
    FROM chain c WHERE c.from_seq <> c.expected
    UNION ALL
    SELECT h.ispb, format('head %s lies beyond tail %s', h.head, h.tail) FROM head h WHERE h.head > h.tail
    UNION ALL
    SELECT h.ispb, format('cleaned to %s, tail %s, but %s messages from %s to %s', h.cleaned, h.tail, count(m.seq),
                          min(m.seq), max(m.seq))
    FROM head h LEFT JOIN pixstream.message m ON m.ispb = h.ispb
    GROUP BY h.ispb, h.cleaned, h.tail
    HAVING count(m.seq) <> h.tail - h.cleaned
        OR coalesce(max(m.seq), 0) <> h.tail OR coalesce(min(m.seq), 1) <> h.cleaned + 1
    UNION ALL
    SELECT b.ispb, format('batch %s is leased to stream %s, which is %s', b.iteration, b.stream_id, s.state)
    FROM pixstream.batch b JOIN pixstream.stream s ON s.stream_id = b.stream_id
    WHERE b.state = 'leased' AND s.state <> 'open'
    UNION ALL
    SELECT b.ispb, format('stream %s has %s leased batches', b.stream_id, count(DISTINCT b.iteration_id))
    FROM pixstream.batch b WHERE b.state = 'leased'
    GROUP BY b.ispb, b.stream_id HAVING count(DISTINCT b.iteration_id) > 1
    UNION ALL
    SELECT s.ispb, format('%s streams are open', count(*)) FROM pixstream.stream s
    WHERE s.ended_at IS NULL GROUP BY s.ispb HAVING count(*) > 6
$$;
