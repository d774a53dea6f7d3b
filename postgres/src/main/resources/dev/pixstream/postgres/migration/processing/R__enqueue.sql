-- enqueue: puts messages on the queue once more, see requeue_free.
-- parameters  p_ispb               the lane
--             p_from_seqs, p_to_seqs   ranges of messages
-- results     how many messages were put on the queue
-- locks       the lane, and its queue
CREATE OR REPLACE FUNCTION pixstream.enqueue(p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[]) RETURNS bigint
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_from_seqs bigint[];
    v_to_seqs bigint[];
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    PERFORM pixstream.lock_queue(p_ispb);
    SELECT array_agg(q.from_seq), array_agg(q.to_seq) INTO v_from_seqs, v_to_seqs
    FROM (SELECT c.from_seq, c.to_seq FROM pixstream.confirmed c
          WHERE c.ispb = p_ispb
            AND c.n > coalesce((SELECT max(j.to_n) FROM pixstream.job j WHERE j.ispb = p_ispb), 0)
          UNION ALL
          SELECT c.from_seq, c.to_seq FROM pixstream.job j
          JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n AND c.n <= j.to_n
          WHERE j.ispb = p_ispb AND j.state = 'running') q;
    RETURN pixstream.requeue_free(p_ispb, p_from_seqs, p_to_seqs, v_from_seqs, v_to_seqs);
END
$$;
