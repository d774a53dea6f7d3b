-- dead_letters: a page of the dead letters, by lane, then by the time of their last failure.
-- parameters  p_ispb       one lane, or NULL for all
--             p_from, p_to whose last failure was then or later, and before that; NULL: no bound
--             p_after_ispb, p_after_at, p_after_seq   the last of the page before; NULL: the first page
--             p_limit      how many at most
-- results     rows of failure
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.dead_letters(
    p_ispb text, p_from timestamptz, p_to timestamptz,
    p_after_ispb text, p_after_at timestamptz, p_after_seq bigint, p_limit integer
) RETURNS SETOF pixstream.failure
    LANGUAGE sql STABLE
AS $$
    SELECT f.*
    FROM pixstream.failure f
    WHERE f.state = 'dead'
      AND (f.ispb, f.last_failed_at, f.seq) > (coalesce(p_after_ispb, p_ispb, ''),
                                               coalesce(p_after_at, '-infinity'), coalesce(p_after_seq, 0))
      AND f.ispb >= coalesce(p_ispb, '')
      AND (p_ispb IS NULL OR f.ispb = p_ispb)
      AND (p_from IS NULL OR f.last_failed_at >= p_from)
      AND (p_to IS NULL OR f.last_failed_at < p_to)
    ORDER BY f.ispb, f.last_failed_at, f.seq
    LIMIT p_limit
$$;
