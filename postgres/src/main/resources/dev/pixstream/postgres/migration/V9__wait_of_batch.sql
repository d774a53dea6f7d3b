-- Who waits for a stream's next messages is noted in the row of its newest batch, which the pull that finds nothing confirms
-- anyway, and the pull that is served marks as asked for: so a stream's own row is not rewritten by every wait, and a
-- transaction held open elsewhere leaves each row with few versions. See open_stream.
ALTER TABLE pixstream.batch
    ADD COLUMN nonce         text COLLATE "C",  -- the five: see stream; NULL: the batch is leased, or asked for, or its stream
    ADD COLUMN waiting_max   integer,           -- has ended
    ADD COLUMN waiting_since timestamptz,
    ADD COLUMN waiting_until timestamptz,       -- NULL: no request waits
    ADD COLUMN stream_until  timestamptz;       -- when its stream's lease ends
