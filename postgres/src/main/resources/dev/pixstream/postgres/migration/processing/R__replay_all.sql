-- replay_all: one step of replaying the dead letters of a lane, the longest dead first.
-- parameters  p_ispb    the lane
--             p_until   only what had failed by then, so that what dies again does not come round; NULL: now
--             p_max     how many at most
-- results     replayed  how many; fewer than p_max: there are no more
--             until     for the next step
-- locks       their rows of failure; those that another has locked are left to it
CREATE OR REPLACE FUNCTION pixstream.replay_all(
    p_ispb text, p_until timestamptz, p_max integer, OUT replayed integer, OUT until timestamptz
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_seqs bigint[];
BEGIN
    until := coalesce(p_until, v_now);
    SELECT array_agg(d.seq) INTO v_seqs
    FROM (SELECT f.seq FROM pixstream.failure f
          WHERE f.ispb = p_ispb AND f.state = 'dead' AND f.last_failed_at <= until
          ORDER BY f.last_failed_at, f.seq LIMIT p_max FOR UPDATE SKIP LOCKED) d;
    replayed := coalesce(cardinality(v_seqs), 0);
    PERFORM pixstream.revive(array_fill(p_ispb, ARRAY[replayed]), v_seqs, v_now);
END
$$;
