-- message_history: the life of each message, derived from the ranges; one row for each delivery attempt, and one with no
-- attempt for a message that was not delivered yet. A batch holds at most 10 messages, which bounds the search.
-- The row of the confirmed attempt also tells the processing. Somebody has a message only as long as it is not visible:
-- when its worker died and the visibility timeout is over, it waits again.
--   processing   waiting, processing, processed, failed (it is tried again at next_attempt_at), dead, discarded
--   failures     how many attempts to process it alone have failed, since its last replay
-- locks       none
CREATE OR REPLACE VIEW pixstream.message_history AS
SELECT m.ispb, m.seq, m.end_to_end_id, m.stored_at, m.payload,
       b.attempt, b.stream_id, b.leased_at, b.lease_until, b.ended_at, b.state AS outcome,
       CASE
           WHEN b.state IS DISTINCT FROM 'confirmed' THEN NULL
           WHEN f.state = 'retrying' AND f.token IS NOT NULL AND f.visible_at > pixstream.store_time() THEN 'processing'
           WHEN f.state = 'retrying' AND f.attempts = 0 THEN 'waiting'
           WHEN f.state = 'retrying' THEN 'failed'
           WHEN f.state IS NOT NULL THEN f.state
           WHEN j.state = 'done' THEN 'processed'
           WHEN j.state = 'running' AND j.visible_at > pixstream.store_time() THEN 'processing'
           ELSE 'waiting'
       END AS processing,
       CASE WHEN b.state = 'confirmed' THEN coalesce(f.attempts, 0) END AS failures,
       CASE WHEN f.state = 'retrying' AND f.attempts > 0
                 AND (f.token IS NULL OR f.visible_at <= pixstream.store_time()) THEN f.visible_at END AS next_attempt_at,
       CASE WHEN f.state IS NULL AND j.state = 'done' THEN j.ended_at
            WHEN f.state = 'processed' THEN f.ended_at END AS processed_at
FROM pixstream.message m
LEFT JOIN pixstream.batch b
       ON b.ispb = m.ispb AND b.to_seq >= m.seq AND b.to_seq < m.seq + 10 AND b.from_seq < m.seq
LEFT JOIN LATERAL (SELECT n.from_n, n.state, n.visible_at, n.ended_at FROM pixstream.job n
                   WHERE n.ispb = b.ispb AND n.to_n >= b.confirmed_n ORDER BY n.to_n, n.attempt DESC LIMIT 1) j
       ON b.state = 'confirmed' AND j.from_n < b.confirmed_n
LEFT JOIN pixstream.failure f ON b.state = 'confirmed' AND f.ispb = m.ispb AND f.seq = m.seq;
