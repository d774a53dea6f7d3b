-- The tail of a lane is its newest message (see tail): a row that each append rewrites makes all of them slower while a
-- transaction is held open elsewhere. Nobody reads this column any more; it is left for nodes of the version before.
ALTER TABLE pixstream.lane ALTER COLUMN tail SET DEFAULT 0;
