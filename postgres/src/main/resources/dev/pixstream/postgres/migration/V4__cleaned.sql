-- How far each lane was cleaned: messages up to to_seq and what was confirmed up to to_n were removed, so that a check can
-- tell what was removed from what is missing.
CREATE TABLE pixstream.cleaned (
    ispb   text COLLATE "C" PRIMARY KEY,
    to_seq bigint NOT NULL,
    to_n   bigint NOT NULL
) WITH (fillfactor = 50);
