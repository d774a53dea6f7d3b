-- read_batches: the messages of batches that were claimed in another store.
-- parameters  p_ispbs              of each range its lane
--             p_batches            which of the batches it belongs to
--             p_from_seqs, p_to_seqs   the ranges, of each batch in the order of delivery
-- results     one row for each range, in the same order:
--             batch      as given
--             epoch      of the lane, see present_epoch; NULL: it has none
--             payloads   of its messages, in order; NULL: there are none
--             stored_at  of the first of them
-- locks       none
DROP FUNCTION IF EXISTS pixstream.read_batches(text[], integer[], bigint[], bigint[]);
CREATE OR REPLACE FUNCTION pixstream.read_batches(
    p_ispbs text[], p_batches integer[], p_from_seqs bigint[], p_to_seqs bigint[]
) RETURNS TABLE (batch integer, epoch bigint, payloads bytea[], stored_at timestamptz)
    LANGUAGE plpgsql STABLE
    ${index_scans}
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT r.batch, (SELECT e.epoch FROM pixstream.present_epoch e WHERE e.ispb = r.ispb), f.payloads, f.stored_at
    FROM unnest(p_ispbs, p_batches, p_from_seqs, p_to_seqs) WITH ORDINALITY r (ispb, batch, from_seq, to_seq, place),
         LATERAL (SELECT array_agg(o.payload) AS payloads, min(o.stored_at) AS stored_at
                  FROM (SELECT m.payload, m.stored_at FROM pixstream.message m
                        WHERE m.ispb = r.ispb AND m.seq > r.from_seq AND m.seq <= r.to_seq ORDER BY m.seq) o) f
    ORDER BY r.place;
END
$$;
