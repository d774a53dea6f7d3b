-- requeue_free: puts messages on the queue once more, behind what is there. Those that were processed are taken again, and dead
-- letters are retried at once, as if they had never failed. Left as they are: what is on the queue, what was discarded,
-- and what is not confirmed. It commits to disk, whatever the session's settings are.
-- parameters  p_ispb               the lane
--             p_from_seqs, p_to_seqs   ranges of messages
--             p_queued_from_seqs, p_queued_to_seqs   what is on the queue, null if nothing is
-- results     how many messages were put on the queue
-- locks       rows of failure, those that are locked by another are left to it; the caller has locked the lane and its queue
CREATE OR REPLACE FUNCTION pixstream.requeue_free(p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[],
                                                  p_queued_from_seqs bigint[], p_queued_to_seqs bigint[]) RETURNS bigint
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_revived bigint;
    v_again bigint;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    v_now := pixstream.store_time();
    UPDATE pixstream.failure f SET state = 'retrying', attempts = 0, visible_at = v_now, token = NULL
    WHERE f.ispb = p_ispb
      AND f.seq IN (SELECT d.seq FROM pixstream.failure d
                    WHERE d.ispb = p_ispb AND d.state = 'dead'
                      AND EXISTS (SELECT FROM unnest(p_from_seqs, p_to_seqs) r (from_seq, to_seq)
                                  WHERE d.seq > r.from_seq AND d.seq <= r.to_seq)
                    FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_revived = ROW_COUNT;

    WITH asked AS (
        SELECT DISTINCT s.seq
        FROM unnest(p_from_seqs, p_to_seqs) r (from_seq, to_seq),
             LATERAL (SELECT b.from_seq, b.to_seq FROM pixstream.batch b
                      WHERE b.ispb = p_ispb AND b.state = 'confirmed' AND b.to_seq > r.from_seq
                        AND b.to_seq < r.to_seq + 10 AND b.from_seq < r.to_seq) b,
             LATERAL generate_series(greatest(b.from_seq, r.from_seq) + 1, least(b.to_seq, r.to_seq)) s (seq)
    ), queued AS (
        SELECT q.from_seq, q.to_seq FROM unnest(p_queued_from_seqs, p_queued_to_seqs) q (from_seq, to_seq)
        UNION ALL
        SELECT f.seq - 1, f.seq FROM pixstream.failure f
        WHERE f.ispb = p_ispb AND f.state IN ('retrying', 'discarded')
    ), free AS (
        SELECT a.seq, a.seq - row_number() OVER (ORDER BY a.seq) AS island FROM asked a
        WHERE NOT EXISTS (SELECT FROM queued q WHERE a.seq > q.from_seq AND a.seq <= q.to_seq)
    ), piece AS (
        SELECT p.island, p.seq, (row_number() OVER (PARTITION BY p.island ORDER BY p.seq) - 1) / 10 AS number FROM free p
    ), put AS (
        INSERT INTO pixstream.confirmed (ispb, n, from_seq, to_seq)
        SELECT p_ispb, coalesce((SELECT max(c.n) FROM pixstream.confirmed c WHERE c.ispb = p_ispb), 0)
                       + row_number() OVER (ORDER BY min(p.seq)), min(p.seq) - 1, max(p.seq)
        FROM piece p GROUP BY p.island, p.number
        RETURNING to_seq - from_seq AS messages
    )
    SELECT coalesce(sum(p.messages), 0) INTO v_again FROM put p;
    RETURN v_revived + v_again;
END
$$;
