-- renew: requests that wait again where they waited before, without a look at the store, because nothing has moved in
-- their lanes. One call for all those of a node: an idle collector that comes back costs the update of a row.
-- parameters  p_ispbs, p_nonces   the lane of each, and the nonce that its stream's last look left
--             p_maxes             how many messages each can take
--             p_waited_us         how long ago each arrived, microseconds
--             p_left_ms           how long it will go on waiting
--             p_lease_ms          milliseconds
-- results     nonce   of each that is renewed; another request has been in the others' place, or is just now, or their
--                     stream has ended: they have to look
-- locks       none but the rows it changes
CREATE OR REPLACE FUNCTION pixstream.renew(
    p_ispbs text[], p_nonces text[], p_maxes integer[], p_waited_us bigint[], p_left_ms integer[], p_lease_ms integer
) RETURNS TABLE (nonce text)
    LANGUAGE sql VOLATILE
AS $$
    -- A stream that is being pulled just now has to look anyway. Waiting for it might be waiting in a circle: a call that
    -- pulls for many streams changes one row after the other, as this one does.
    WITH asked AS (
        SELECT o.stream_id, o.batch_id, o.in_batch, r.nonce, r.max AS waiting_max,
               n.now - r.waited_us * interval '1 us' AS waiting_since, n.now + r.left_ms * interval '1 ms' AS waiting_until,
               n.now + (r.left_ms + p_lease_ms) * interval '1 ms' AS lease_until
        FROM unnest(p_ispbs, p_nonces, p_maxes, p_waited_us, p_left_ms) r (ispb, nonce, max, waited_us, left_ms)
        JOIN pixstream.open_stream o ON o.ispb = r.ispb AND o.nonce = r.nonce,
             (SELECT pixstream.store_time() AS now) n
        WHERE o.lease_until > n.now
    ), batch AS (
        SELECT b.iteration_id, b.part, a.waiting_max, a.waiting_since, a.waiting_until, a.lease_until
        FROM asked a JOIN pixstream.batch b ON b.iteration_id = a.batch_id AND b.nonce = a.nonce
        WHERE a.in_batch
        FOR NO KEY UPDATE OF b SKIP LOCKED
    ), stream AS (
        SELECT s.stream_id, a.waiting_max, a.waiting_since, a.waiting_until, a.lease_until
        FROM asked a JOIN pixstream.stream s ON s.stream_id = a.stream_id AND s.nonce = a.nonce
        WHERE NOT a.in_batch AND s.ended_at IS NULL AND (s.next_id IS NULL OR a.batch_id IS NOT NULL)
        FOR NO KEY UPDATE OF s SKIP LOCKED
    ), in_batch AS (
        UPDATE pixstream.batch b
        SET waiting_max = f.waiting_max, waiting_since = f.waiting_since, waiting_until = f.waiting_until,
            stream_until = f.lease_until
        FROM batch f WHERE b.iteration_id = f.iteration_id AND b.part = f.part
        RETURNING b.nonce
    ), in_stream AS (
        UPDATE pixstream.stream s
        SET waiting_max = f.waiting_max, waiting_since = f.waiting_since, waiting_until = f.waiting_until,
            lease_until = f.lease_until
        FROM stream f WHERE s.stream_id = f.stream_id
        RETURNING s.nonce
    )
    SELECT b.nonce FROM in_batch b UNION SELECT s.nonce FROM in_stream s
$$;
