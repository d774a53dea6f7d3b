-- unconfirmed: what the history of a lane does not have as confirmed, for rebuild.
-- parameters  p_ispb   the lane
-- results     head     all up to it is confirmed, or is in a gap
--             gap_froms, gap_tos   ranges up to head that are not confirmed
CREATE OR REPLACE FUNCTION pixstream.unconfirmed(
    p_ispb text, OUT head bigint, OUT gap_froms bigint[], OUT gap_tos bigint[]
)
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_cleaned bigint;
BEGIN
    v_cleaned := coalesce((SELECT c.to_seq FROM pixstream.cleaned c WHERE c.ispb = p_ispb), 0);
    WITH confirmed AS (
        SELECT b.from_seq, b.to_seq,
               greatest(v_cleaned, max(b.to_seq) OVER (ORDER BY b.to_seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
                   AS reached
        FROM pixstream.batch b WHERE b.ispb = p_ispb AND b.state = 'confirmed' AND b.to_seq > v_cleaned
    )
    SELECT greatest(v_cleaned, max(c.to_seq)),
           coalesce(array_agg(c.reached ORDER BY c.reached) FILTER (WHERE c.from_seq > c.reached), '{}'),
           coalesce(array_agg(c.from_seq ORDER BY c.reached) FILTER (WHERE c.from_seq > c.reached), '{}')
    INTO head, gap_froms, gap_tos
    FROM confirmed c;
END
$$;
