-- A lane is the append-only log of one ISPB's messages; a claim is a range of it.
-- Rows of message are written once. Rows of batch are written once and updated when the attempt ends.
-- No row is rewritten by every pull, so that a transaction held open elsewhere does not slow delivery down.

CREATE TABLE pixstream.lane (
    ispb text COLLATE "C" PRIMARY KEY,
    tail bigint NOT NULL            -- seq of the newest message; taken and raised by append
) WITH (fillfactor = 50);

CREATE TABLE pixstream.message (
    ispb          text COLLATE "C" NOT NULL,
    seq           bigint NOT NULL,  -- 1, 2, 3 … in each lane, without gaps, in the order of commits
    end_to_end_id text COLLATE "C" NOT NULL,
    stored_at     timestamptz NOT NULL,
    payload       bytea NOT NULL,   -- the very bytes that every delivery sends
    PRIMARY KEY (ispb, seq),
    UNIQUE (ispb, end_to_end_id)
);
ALTER TABLE pixstream.message ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE TABLE pixstream.stream (
    stream_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ispb          text COLLATE "C" NOT NULL,
    iteration_id  text COLLATE "C" NOT NULL UNIQUE, -- the id that opened it
    next_id       text COLLATE "C",                 -- the batch that this id asked for
    opened_at     timestamptz NOT NULL,
    lease_until   timestamptz NOT NULL,             -- while no batch is leased; else a hint when to look
    nonce         text COLLATE "C",                 -- the request that waits: '<node>.<number>'
    waiting_max   integer,                          -- how many messages that request can take
    waiting_since timestamptz,
    waiting_until timestamptz,                      -- NULL: no request waits
    ended_at      timestamptz,
    state         text COLLATE "C" NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'closed', 'expired'))
) WITH (fillfactor = 50);
CREATE INDEX stream_open ON pixstream.stream (ispb) WHERE ended_at IS NULL;

-- One delivery attempt of the range (from_seq, to_seq]. A batch is the rows that share an iteration_id: one for
-- fresh messages, and one for each returned range that went with it.
CREATE TABLE pixstream.batch (
    ispb         text COLLATE "C" NOT NULL,
    from_seq     bigint NOT NULL,
    to_seq       bigint NOT NULL,
    attempt      integer NOT NULL,
    part         integer NOT NULL,
    redelivered  integer NOT NULL,             -- how many were, or may have been, delivered before
    stream_id    bigint NOT NULL,
    iteration    integer NOT NULL,             -- 1, 2, 3 … in each stream
    iteration_id text COLLATE "C" NOT NULL,    -- the id that this batch gave out
    next_id      text COLLATE "C",             -- the batch that this id asked for
    leased_at    timestamptz NOT NULL,
    lease_until  timestamptz NOT NULL,
    ended_at     timestamptz,
    state        text COLLATE "C" NOT NULL DEFAULT 'leased'
        CHECK (state IN ('leased', 'confirmed', 'released', 'expired')),
    PRIMARY KEY (ispb, to_seq, attempt),
    UNIQUE (iteration_id, part),
    CHECK (from_seq < to_seq)
) WITH (fillfactor = 50);
CREATE INDEX batch_stream ON pixstream.batch (stream_id, iteration);

-- Ranges whose last attempt ended without confirmation: open for redelivery.
CREATE TABLE pixstream.returned (
    ispb     text COLLATE "C" NOT NULL,
    from_seq bigint NOT NULL,
    to_seq   bigint NOT NULL,
    attempt  integer NOT NULL,                 -- the attempt that ended
    PRIMARY KEY (ispb, from_seq),
    CHECK (from_seq < to_seq)
);

-- Claims commit without waiting for the disk; what a crash may forget of them is bounded here. claimed_below is raised
-- ahead of the claims, in steps, by a synced commit; after a crash all up to it may have been delivered before.
CREATE TABLE pixstream.lane_mark (
    ispb          text COLLATE "C" PRIMARY KEY,
    claimed_below bigint NOT NULL,
    suspect_below bigint NOT NULL
);

-- PostgreSQL empties an unlogged table when it recovers from a crash, and only then. No row: a crash lies behind us.
CREATE UNLOGGED TABLE pixstream.intact (
    since timestamptz NOT NULL
);
