-- read_batch: the messages of a batch that was claimed in another store.
-- parameters  p_ispb               the lane
--             p_from_seqs, p_to_seqs   its ranges
-- results     epoch      of the lane; NULL: it has none
--             payloads, stored_ats   of the messages, range by range as given
CREATE OR REPLACE FUNCTION pixstream.read_batch(
    p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[],
    OUT epoch bigint, OUT payloads bytea[], OUT stored_ats timestamptz[]
)
    LANGUAGE sql STABLE
AS $$
    SELECT (SELECT e.epoch FROM pixstream.lane_epoch e WHERE e.ispb = p_ispb),
           array_agg(f.payload ORDER BY f.place, f.seq), array_agg(f.stored_at ORDER BY f.place, f.seq)
    FROM (SELECT r.place, m.seq, m.payload, m.stored_at
          FROM unnest(p_from_seqs, p_to_seqs) WITH ORDINALITY r (from_seq, to_seq, place),
               -- The limit is there for the planner, see load.
               LATERAL (SELECT n.seq, n.payload, n.stored_at FROM pixstream.message n
                        WHERE n.ispb = p_ispb AND n.seq > r.from_seq AND n.seq <= r.to_seq
                        ORDER BY n.seq LIMIT r.to_seq - r.from_seq) m) f
$$;
