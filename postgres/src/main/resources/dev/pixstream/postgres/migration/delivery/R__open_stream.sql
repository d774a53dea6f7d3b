-- open_stream: the open streams, their leases, and the request that waits for each, or did last. While a batch is leased,
-- its lease is the stream's, and none waits. Once it is confirmed, lease and wait are in its row; before the first batch they
-- are in the stream's own, and so they are if an earlier version noted them.
-- columns  stream_id, ispb, iteration_id, opened_at   of the stream
--          batch_id, iteration, leased_at, leased     of its newest batch; NULL: it had none
--          in_batch                                   whether the rest is in the row of that batch
--          lease_until, nonce, waiting_max, waiting_since, waiting_until
-- locks       none
CREATE OR REPLACE VIEW pixstream.open_stream AS
SELECT s.stream_id, s.ispb, s.iteration_id, s.opened_at,
       b.iteration_id AS batch_id, b.iteration, b.leased_at, b.state = 'leased' AS leased,
       w.in_batch,
       CASE WHEN b.state = 'leased' THEN b.lease_until WHEN w.in_batch THEN b.stream_until ELSE s.lease_until END AS lease_until,
       CASE WHEN b.state = 'leased' THEN NULL WHEN w.in_batch THEN b.nonce ELSE s.nonce END AS nonce,
       CASE WHEN b.state = 'leased' THEN NULL WHEN w.in_batch THEN b.waiting_max ELSE s.waiting_max END AS waiting_max,
       CASE WHEN b.state = 'leased' THEN NULL WHEN w.in_batch THEN b.waiting_since ELSE s.waiting_since END AS waiting_since,
       CASE WHEN b.state = 'leased' THEN NULL WHEN w.in_batch THEN b.waiting_until ELSE s.waiting_until END AS waiting_until
FROM pixstream.stream s
LEFT JOIN LATERAL (SELECT n.* FROM pixstream.batch n WHERE n.stream_id = s.stream_id
                   ORDER BY n.iteration DESC LIMIT 1) b ON true
CROSS JOIN LATERAL (SELECT b.stream_until IS NOT NULL AS in_batch) w
WHERE s.ended_at IS NULL;
