-- Of lanes whose claims are in Redis: what is confirmed without gaps, so that making a lane anew costs what is unconfirmed and
-- not what ever was. All up to seq is confirmed but what lies in the gaps. It is rewritten once for thousands of messages
-- (raise_floors), and by each rebuild.
CREATE TABLE pixstream.lane_floor (
    ispb      text COLLATE "C" PRIMARY KEY,
    seq       bigint NOT NULL,
    gap_froms bigint[] NOT NULL,
    gap_tos   bigint[] NOT NULL
) WITH (fillfactor = 50);
