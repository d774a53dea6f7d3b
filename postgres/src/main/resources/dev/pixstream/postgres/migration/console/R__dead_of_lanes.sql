-- dead_of_lanes: how many dead letters each lane has; of all lanes at most 100,000 are counted. Used by sample_lanes and
-- lane_facts.
-- results     ispb, messages   of each lane that has some
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.dead_of_lanes() RETURNS TABLE (ispb text, messages bigint)
    LANGUAGE sql STABLE
AS $$
    SELECT f.ispb, count(*)
    FROM (SELECT d.ispb FROM pixstream.failure d WHERE d.state = 'dead' LIMIT 100000) f
    GROUP BY f.ispb
$$;
