-- present_epoch: the epoch of each lane whose streams are in another store; -1: it was begun in another incarnation of this
-- database, and no epoch of that store is this one.
-- locks       none
CREATE OR REPLACE VIEW pixstream.present_epoch AS
SELECT e.ispb, CASE WHEN e.incarnation = pixstream.incarnation() THEN e.epoch ELSE -1 END AS epoch
FROM pixstream.lane_epoch e;
