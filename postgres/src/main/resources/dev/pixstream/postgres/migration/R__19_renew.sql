-- renew: requests that wait again where they waited before, without a look at the store, because nothing has moved in
-- their lanes. One call for all those of a node: an idle collector that comes back costs an update of its stream's row.
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
    WITH free AS (
        SELECT s.stream_id, r.max, r.waited_us, r.left_ms, n.now
        FROM unnest(p_ispbs, p_nonces, p_maxes, p_waited_us, p_left_ms) r (ispb, nonce, max, waited_us, left_ms)
        JOIN pixstream.stream s ON s.ispb = r.ispb AND s.nonce = r.nonce,
             (SELECT pixstream.store_time() AS now) n
        WHERE s.ended_at IS NULL AND s.lease_until > n.now
        FOR NO KEY UPDATE OF s SKIP LOCKED
    )
    UPDATE pixstream.stream s
    SET waiting_max = f.max,
        waiting_since = f.now - f.waited_us * interval '1 us',
        waiting_until = f.now + f.left_ms * interval '1 ms',
        lease_until = f.now + (f.left_ms + p_lease_ms) * interval '1 ms'
    FROM free f WHERE s.stream_id = f.stream_id
    RETURNING s.nonce
$$;
