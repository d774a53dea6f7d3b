-- backlog: which of these lanes have messages to deliver. The backstop for a wake that was lost.
-- parameters  p_ispbs   the lanes
-- results     ispb      of each that has some
--             messages  how many, counted up to 60
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.backlog(p_ispbs text[]) RETURNS TABLE (ispb text, messages integer)
    LANGUAGE sql STABLE
AS $$
    SELECT l.ispb, least(f.messages + r.messages, 60)::integer
    FROM unnest(p_ispbs) l (ispb),
         LATERAL (SELECT coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = l.ispb
                                   ORDER BY b.to_seq DESC LIMIT 1), 0) AS head) h,
         LATERAL (SELECT count(*) AS messages FROM pixstream.message m
                  WHERE m.ispb = l.ispb AND m.seq > h.head AND m.seq <= h.head + 60) f,
         LATERAL (SELECT coalesce(sum(q.to_seq - q.from_seq), 0) AS messages FROM pixstream.returned q
                  WHERE q.ispb = l.ispb) r
    WHERE f.messages + r.messages > 0
$$;
