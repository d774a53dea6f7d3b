-- lane: what the scripts of lanes share. It comes before the text of each.

-- The store's time, the only clock of the protocol, in microseconds. Tests move it by an offset.
local function store_time(offset_us)
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2] + offset_us
end

-- Whole numbers of up to 15 digits; tostring would write large ones as 1.7e+15.
local function whole(number)
    return string.format('%.0f', number)
end

-- Confirmed: one entry of the Redis Stream {<ispb>}:message-processing for each range, added by the script that confirms
-- and read by the queue, which writes it to the history in PostgreSQL (batch with state confirmed, and confirmed) before it
-- is acknowledged and deleted. Fields, all of them always, in this order:
--   epoch          of the lane, see LaneArchive
--   from, to       the range (from, to] of messages, at most 10 of them
--   attempt        which delivery attempt of them it was: (ispb, to, attempt) is unique
--   part           0, 1 …: a batch of several ranges has several entries
--   redelivered    how many of the range were, or may have been, delivered before
--   batch          the iterationId that the batch gave out; (batch, part) is unique
--   stream         the number of its stream; unique in the lane and the lane's epoch
--   iteration      1, 2 … in its stream
--   leased, lease  when it was leased and when the lease would have ended, microseconds since 1970 on the store's clock
--   at             when it was confirmed, likewise
