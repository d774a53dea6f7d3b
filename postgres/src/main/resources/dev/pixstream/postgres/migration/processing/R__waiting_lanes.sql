-- waiting_lanes: which lanes hold work that was never taken. The backstop for a wake that was lost.
-- parameters  p_after      looks at the lanes beyond this one; '' at all
--             p_lanes_max  at how many at most
-- results     ispbs        of those that hold some, in the order of their codes
--             last         the last that was looked at; NULL: there are none beyond
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.waiting_lanes(p_after text, p_lanes_max integer, OUT ispbs text[], OUT last text)
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(s.ispb ORDER BY s.ispb) FILTER (WHERE s.waits), '{}'),
           CASE WHEN count(*) = p_lanes_max THEN max(s.ispb) END
    FROM (SELECT l.ispb,
                 (SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = l.ispb ORDER BY c.n DESC LIMIT 1)
                 > coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = l.ispb ORDER BY j.to_n DESC LIMIT 1), 0)
                 AS waits
          FROM pixstream.lane l WHERE l.ispb > p_after ORDER BY l.ispb LIMIT p_lanes_max) s
$$;
