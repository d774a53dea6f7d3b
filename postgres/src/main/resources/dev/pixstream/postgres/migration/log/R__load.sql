-- load: messages of a lane, for those who process them.
-- parameters  p_ispb   the lane
--             p_from_seqs, p_to_seqs   ranges of messages
-- results     the messages, range by range as given
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.load(p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[])
    RETURNS TABLE (seq bigint, end_to_end_id text, stored_at timestamptz, payload bytea)
    LANGUAGE sql STABLE
    ${index_scans}
AS $$
    SELECT m.seq, m.end_to_end_id, m.stored_at, m.payload
    FROM unnest(p_from_seqs, p_to_seqs) WITH ORDINALITY r (from_seq, to_seq, place),
         -- The limit is there for the planner, which would otherwise read the whole lane for many ranges.
         LATERAL (SELECT n.seq, n.end_to_end_id, n.stored_at, n.payload FROM pixstream.message n
                  WHERE n.ispb = p_ispb AND n.seq > r.from_seq AND n.seq <= r.to_seq
                  ORDER BY n.seq LIMIT r.to_seq - r.from_seq) m
    ORDER BY r.place, m.seq
$$;
