-- replay: has dead letters processed again. Repeating it changes nothing.
-- parameters  p_ispbs, p_ids   the lane and the endToEndId of each
-- results     place    of each, 1, 2, 3 … as given
--             outcome  'done'       it was dead
--                      'unchanged'  it was replayed before
--                      'refused'    it was discarded
--                      'unknown'    it is no dead letter and was none
-- locks       their rows of failure, in order
CREATE OR REPLACE FUNCTION pixstream.replay(p_ispbs text[], p_ids text[])
    RETURNS TABLE (place bigint, outcome text)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_ispbs text[];
    v_seqs bigint[];
BEGIN
    SELECT array_agg(d.ispb), array_agg(d.seq) INTO v_ispbs, v_seqs
    FROM (SELECT f.ispb, f.seq
          FROM pixstream.failure f
          WHERE f.state = 'dead'
            AND (f.ispb, f.seq) IN (SELECT m.ispb, m.seq FROM unnest(p_ispbs, p_ids) i (ispb, id)
                                    JOIN pixstream.message m ON m.ispb = i.ispb AND m.end_to_end_id = i.id)
          ORDER BY f.ispb, f.seq FOR UPDATE OF f) d;
    PERFORM pixstream.revive(v_ispbs, v_seqs, pixstream.store_time());
    RETURN QUERY
    SELECT i.place,
           CASE WHEN d.seq IS NOT NULL THEN 'done'
                WHEN f.state = 'discarded' THEN 'refused'
                WHEN EXISTS (SELECT FROM pixstream.dead_letter_audit a WHERE a.ispb = f.ispb AND a.seq = f.seq)
                    THEN 'unchanged'
                ELSE 'unknown' END
    FROM unnest(p_ispbs, p_ids) WITH ORDINALITY i (ispb, id, place)
    LEFT JOIN pixstream.message m ON m.ispb = i.ispb AND m.end_to_end_id = i.id
    LEFT JOIN pixstream.failure f ON f.ispb = m.ispb AND f.seq = m.seq
    LEFT JOIN unnest(v_ispbs, v_seqs) d (ispb, seq) ON d.ispb = m.ispb AND d.seq = m.seq;
END
$$;
