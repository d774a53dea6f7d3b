-- post: posts credits to accounts of one institution, each once, however often it is called. It commits to disk, whatever
-- the session's settings are: who called it tells another store that the messages are processed.
-- parameters  p_ispb      the institution that keeps the accounts
--             p_ids       endToEndId of each credit
--             p_agencias, p_contas, p_tipos   the account of each
--             p_cents     the amount of each, in hundredths of a real
-- results     how many were not there before
-- locks       the rows that it writes, in the order of their ids, so that two that post the same can't block each other
CREATE OR REPLACE FUNCTION pixstream.post(
    p_ispb text, p_ids text[], p_agencias text[], p_contas text[], p_tipos text[], p_cents bigint[]
) RETURNS integer
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_posted integer;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    -- Nearly always none is there yet, and then an insertion that need not look first costs half as much.
    BEGIN
        INSERT INTO pixstream.ledger_entry
        SELECT p_ispb, c.id, c.agencia, c.conta, c.tipo, c.cents * 0.01, n.now
        FROM unnest(p_ids, p_agencias, p_contas, p_tipos, p_cents) c (id, agencia, conta, tipo, cents),
             (SELECT pixstream.store_time() AS now OFFSET 0) n
        ORDER BY c.id COLLATE "C";
        RETURN cardinality(p_ids);
    EXCEPTION WHEN unique_violation THEN
        INSERT INTO pixstream.ledger_entry
        SELECT p_ispb, c.id, c.agencia, c.conta, c.tipo, c.cents * 0.01, n.now
        FROM unnest(p_ids, p_agencias, p_contas, p_tipos, p_cents) c (id, agencia, conta, tipo, cents),
             (SELECT pixstream.store_time() AS now OFFSET 0) n
        ORDER BY c.id COLLATE "C"
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS v_posted = ROW_COUNT;
        RETURN v_posted;
    END;
END
$$;
