-- lanes_of: which lanes hold a message with this endToEndId. One index probe for each lane.
-- parameters  p_id    the endToEndId
--             p_max   how many at most
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.lanes_of(p_id text, p_max integer) RETURNS SETOF text
    LANGUAGE sql STABLE
    ${index_loops}
AS $$
    SELECT l.ispb FROM pixstream.lane l
    WHERE EXISTS (SELECT FROM pixstream.message m WHERE m.ispb = l.ispb AND m.end_to_end_id = p_id)
    ORDER BY l.ispb LIMIT p_max
$$;
