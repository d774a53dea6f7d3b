-- requeue: enqueue, for a queue that is in another store: what is on the queue is what was confirmed and is not done.
-- parameters  p_ispb               the lane
--             p_from_seqs, p_to_seqs   ranges of messages
-- results     as of enqueue
-- locks       the lane, and its queue
CREATE OR REPLACE FUNCTION pixstream.requeue(p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[]) RETURNS bigint
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_from_seqs bigint[];
    v_to_seqs bigint[];
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    PERFORM pixstream.lock_queue(p_ispb);
    SELECT array_agg(u.from_seq), array_agg(u.to_seq) INTO v_from_seqs, v_to_seqs
    FROM pixstream.undone(p_ispb, 0, 2147483647) u;
    RETURN pixstream.requeue_free(p_ispb, p_from_seqs, p_to_seqs, v_from_seqs, v_to_seqs);
END
$$;
