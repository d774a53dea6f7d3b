-- pack_job: what the next job of a lane would hold: as many confirmations, in their order, as fit. Used by take_fresh.
-- parameters  p_ispb          the lane
--             p_from_n        how far confirmations were taken
--             p_messages_max  how many messages fit; a single confirmation may be larger
-- results     to_n            how far they are taken with this job; p_from_n: there are none
--             from_seqs, to_seqs   the messages, a range for each confirmation
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.pack_job(
    p_ispb text, p_from_n bigint, p_messages_max integer,
    OUT to_n bigint, OUT from_seqs bigint[], OUT to_seqs bigint[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_row record;
    v_messages bigint := 0;
    v_part integer := 0;
BEGIN
    to_n := p_from_n;
    -- A confirmation is of one message at least, which bounds the search.
    FOR v_row IN
        SELECT c.n, c.from_seq, c.to_seq FROM pixstream.confirmed c
        WHERE c.ispb = p_ispb AND c.n > p_from_n AND c.n <= p_from_n + p_messages_max ORDER BY c.n
    LOOP
        v_messages := v_messages + v_row.to_seq - v_row.from_seq;
        EXIT WHEN v_messages > p_messages_max AND v_part > 0;
        v_part := v_part + 1;
        from_seqs[v_part] := v_row.from_seq;
        to_seqs[v_part] := v_row.to_seq;
        to_n := v_row.n;
    END LOOP;
END
$$;
