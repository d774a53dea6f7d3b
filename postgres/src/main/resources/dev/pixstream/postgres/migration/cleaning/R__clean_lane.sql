-- clean_lane: removes what is over and old from the lower end of a lane: messages with their batches, failures, audit
-- entries and ledger entries, whose sum is carried on, and jobs. All that belongs to a message goes with it, so that the
-- message can be stored, delivered and posted again as a new one. It looks for nothing below what it removed before: the dead entries that are left
-- there can't be removed while a transaction is held open elsewhere. Used by clean.
-- parameters  p_ispb     the lane
--             p_before   what ended before this is old
--             p_max      how many messages at most
-- results     how many were removed
-- locks       the lane's queue, so that nobody puts on it what is removed; the rows that it removes
CREATE OR REPLACE FUNCTION pixstream.clean_lane(p_ispb text, p_before timestamptz, p_max integer) RETURNS integer
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_from bigint;
    v_to bigint;
    v_from_n bigint;
    v_to_n bigint;
BEGIN
    SELECT c.to_seq, c.to_n INTO v_from, v_from_n FROM pixstream.cleaned c WHERE c.ispb = p_ispb;
    v_from := coalesce(v_from, 0);
    v_from_n := coalesce(v_from_n, 0);
    v_to := pixstream.removable(p_ispb, v_from, p_before, p_max);
    PERFORM pixstream.lock_queue(p_ispb);
    -- What was processed may have been put on the queue once more.
    IF v_to > v_from AND EXISTS (
        SELECT FROM pixstream.confirmed c
        WHERE c.ispb = p_ispb AND c.from_seq < v_to
          AND c.n > coalesce((SELECT max(j.to_n) FROM pixstream.job j WHERE j.ispb = p_ispb), 0)
        UNION ALL
        -- Of a queue in another store: a place that no job has.
        SELECT FROM pixstream.confirmed c
        WHERE c.ispb = p_ispb AND c.from_seq < v_to AND c.n > v_from_n
          AND coalesce((SELECT j.from_n FROM pixstream.job j WHERE j.ispb = p_ispb AND j.to_n >= c.n
                        ORDER BY j.to_n LIMIT 1), c.n) >= c.n
        UNION ALL
        SELECT FROM pixstream.job j
        JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n AND c.n <= j.to_n
        WHERE j.ispb = p_ispb AND j.state = 'running' AND c.from_seq < v_to
    ) THEN
        v_to := v_from;
    END IF;
    IF v_to > v_from THEN
        WITH removed AS (
            DELETE FROM pixstream.ledger_entry l USING pixstream.message m
            WHERE m.ispb = p_ispb AND m.seq > v_from AND m.seq <= v_to
              AND l.ispb = m.ispb AND l.end_to_end_id = m.end_to_end_id
            RETURNING l.*
        )
        INSERT INTO pixstream.ledger_carried AS c
        SELECT r.ispb, r.agencia, r.conta, r.tipo_conta, sum(r.amount), count(*), max(r.posted_at)
        FROM removed r GROUP BY r.ispb, r.agencia, r.conta, r.tipo_conta
        ON CONFLICT (ispb, agencia, conta, tipo_conta) DO UPDATE
        SET amount = c.amount + excluded.amount, entries = c.entries + excluded.entries,
            last_posted_at = greatest(c.last_posted_at, excluded.last_posted_at);
        DELETE FROM pixstream.dead_letter_audit a WHERE a.ispb = p_ispb AND a.seq > v_from AND a.seq <= v_to;
        DELETE FROM pixstream.failure f WHERE f.ispb = p_ispb AND f.seq > v_from AND f.seq <= v_to;
        DELETE FROM pixstream.batch b WHERE b.ispb = p_ispb AND b.to_seq > v_from AND b.to_seq <= v_to;
        DELETE FROM pixstream.message m WHERE m.ispb = p_ispb AND m.seq > v_from AND m.seq <= v_to;
    END IF;
    v_to_n := pixstream.clean_jobs(p_ispb, v_from_n, v_to, p_before, p_max);
    IF v_to > v_from OR v_to_n > v_from_n THEN
        INSERT INTO pixstream.cleaned AS c VALUES (p_ispb, v_to, v_to_n)
        ON CONFLICT (ispb) DO UPDATE SET to_seq = v_to, to_n = v_to_n;
    END IF;
    RETURN v_to - v_from;
END
$$;
