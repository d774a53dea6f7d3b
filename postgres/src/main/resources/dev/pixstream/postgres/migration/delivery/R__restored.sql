-- restored: to be called once after this database was restored from a backup, or set back to an earlier time, before a
-- node starts. What happened after the backup was taken is forgotten: any message that is here may have been delivered
-- since, so all that is delivered from now on counts as redelivered; and streams whose collectors may have gone on get a
-- short lease (see recover). Lanes whose streams are in another store are made anew. A backup made with pg_dump holds the
-- row of intact, which would say that nothing was forgotten.
-- results     lanes  how many there are
-- locks       pixstream.intact, exclusively: it waits for all who change streams and batches, and they for it
CREATE OR REPLACE FUNCTION pixstream.restored(OUT lanes bigint)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    -- Whoever changes streams or batches reads this table first.
    LOCK TABLE pixstream.intact IN ACCESS EXCLUSIVE MODE;
    INSERT INTO pixstream.lane_mark AS m (ispb, claimed_below, suspect_below)
    SELECT l.ispb, t.tail, t.tail
    FROM pixstream.lane l, LATERAL (SELECT pixstream.tail(l.ispb) AS tail OFFSET 0) t
    ON CONFLICT (ispb) DO UPDATE SET claimed_below = greatest(m.claimed_below, excluded.claimed_below);
    GET DIAGNOSTICS lanes = ROW_COUNT;
    -- No lane of another store goes on as it was.
    UPDATE pixstream.lane_epoch SET incarnation = '';
    DELETE FROM pixstream.intact;
    PERFORM pixstream.recover();
END
$$;
