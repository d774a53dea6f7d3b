-- confirm: ends the batch that gave out this id as confirmed and puts its ranges on the queue message-processing, as one
-- step. Used by pull and close.
-- parameters  p_ispb     the lane
--             p_id       the id that the batch gave out; it is leased
--             p_next_id  the batch that this id asked for, or NULL
--             p_now
-- locks       the lane, taken by the caller: that makes the numbers of confirmed dense
CREATE OR REPLACE FUNCTION pixstream.confirm(p_ispb text, p_id text, p_next_id text, p_now timestamptz) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    WITH ended AS (
        UPDATE pixstream.batch b
        SET state = 'confirmed', ended_at = p_now, next_id = p_next_id,
            confirmed_n = coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = p_ispb
                                    ORDER BY c.n DESC LIMIT 1), 0) + b.part + 1
        WHERE b.iteration_id = p_id AND b.state = 'leased'
        RETURNING b.confirmed_n, b.from_seq, b.to_seq
    )
    INSERT INTO pixstream.confirmed SELECT p_ispb, e.confirmed_n, e.from_seq, e.to_seq FROM ended e;
END
$$;
