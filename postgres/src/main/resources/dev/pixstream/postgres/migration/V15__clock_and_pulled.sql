-- What views and signatures of functions name has to be there before them, in whatever order they are made.

-- The store's time, the only clock of the protocol. Tests replace this function to move it.
CREATE OR REPLACE FUNCTION pixstream.store_time() RETURNS timestamptz
    LANGUAGE sql VOLATILE
AS 'SELECT clock_timestamp()';

-- What a pull comes to; see pull for the outcomes. Nodes of the version before ask for these columns by name.
CREATE TYPE pixstream.pulled AS (
    place        integer,      -- which of many pulls it is, from 1
    outcome      text,
    iteration_id text,         -- the id to pull next
    payloads     bytea[],      -- of a batch
    redelivered  integer,      -- how many of them were, or may have been, delivered before
    lease_until  timestamptz,  -- when the lease of the batch ends
    supplanted   boolean,      -- another request waited in this one's place and has to be told
    stream       bigint,       -- of a batch: its stream
    stored_at    timestamptz,  -- when the oldest of those was stored that were never delivered before; NULL: there are none
    expired      integer,      -- how many streams it ended because their lease had ended
    messages     integer,      -- how many of theirs went back to the lane
    nodes        text[],       -- who waits for them, see waiting
    maxes        integer[]
);
