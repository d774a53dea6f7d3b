-- record_retries: retries of a queue that is in another store are over, each of a single message. It commits to disk, whatever
-- the session's settings are.
-- parameters  p_ispbs, p_seqs   the messages
--             p_attempts        how many have ended by now
--             p_classes, p_messages   the error; NULL: the message is processed
--             p_retry_ms        after how long it is due again, milliseconds; NULL: it goes to the dead letters
-- results     of each whether it was to be retried; if not, nothing has changed
-- locks       the rows that it changes, in order
CREATE OR REPLACE FUNCTION pixstream.record_retries(
    p_ispbs text[], p_seqs bigint[], p_attempts integer[], p_classes text[], p_messages text[], p_retry_ms bigint[]
) RETURNS boolean[]
    LANGUAGE plpgsql VOLATILE SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_found boolean[] := array_fill(false, ARRAY[cardinality(p_ispbs)]);
    i integer;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    FOR i IN SELECT o.place FROM unnest(p_ispbs, p_seqs) WITH ORDINALITY o (ispb, seq, place) ORDER BY o.ispb, o.seq LOOP
        IF p_classes[i] IS NULL THEN
            UPDATE pixstream.failure f SET state = 'processed', ended_at = v_now, token = NULL
            WHERE f.ispb = p_ispbs[i] AND f.seq = p_seqs[i] AND f.state = 'retrying';
        ELSE
            UPDATE pixstream.failure f
            SET state = CASE WHEN p_retry_ms[i] IS NULL THEN 'dead' ELSE 'retrying' END,
                attempts = p_attempts[i], token = NULL, last_failed_at = v_now,
                visible_at = v_now + coalesce(p_retry_ms[i], 0) * interval '1 ms',
                error_class = left(p_classes[i], 200), error_message = left(p_messages[i], 1000)
            WHERE f.ispb = p_ispbs[i] AND f.seq = p_seqs[i] AND f.state = 'retrying';
        END IF;
        v_found[i] := FOUND;
    END LOOP;
    RETURN v_found;
END
$$;
