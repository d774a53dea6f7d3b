-- Lanes whose streams and claims are in Redis. The epoch is in both stores: it is raised here whenever the lane is rebuilt
-- from here, so a Redis that still has an older one is not the current one.
CREATE TABLE pixstream.lane_epoch (
    ispb  text COLLATE "C" PRIMARY KEY,
    epoch bigint NOT NULL
) WITH (fillfactor = 50);
