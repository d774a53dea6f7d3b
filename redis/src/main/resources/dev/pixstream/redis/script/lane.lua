-- lane: what the scripts of lanes share. It comes before the text of each.
-- keys        1 head       hash: what is true of the lane as a whole
--             2 streams    hash, by stream: number iteration latest previous leased nonce max since until
--             3 leases     sorted set, by stream: when its lease ends
--             4 owners     hash, by stream: the ranges of its leased batch, <from>-<to>:<attempt>:<redelivered> …
--             5 returned   sorted set, by from: <from>-<to>:<attempt>, open for redelivery
--             6 ended      sorted set, by when it ended: streams that ended of late
--             7 the queue  Redis Stream, see record
--             8 rebuild    string: who rebuilds the lane
--             9 again      hash: how many messages were delivered once more: all, and by minutes since 1970
-- parameters  1 run        names the process that the caller believes to talk to; a lane that was made by another one, or
--                          that is not there, is not what it was: each script answers 'rebuild' then and changes nothing
--             2 offset     microseconds that the store's clock is ahead; 0 except in tests
-- A stream is named by the first six characters of its ids, its tag; '-' stands for nothing. Times are microseconds since
-- 1970, ranges (from, to].

-- Whole numbers of up to 16 digits; tostring would write large ones as 1.7e+15.
local function whole(number)
    return string.format('%.0f', number)
end

-- The store's time, the only clock of the protocol. Tests move it.
local function store_time()
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2] + ARGV[2]
end

-- Which ids are remembered once their stream ended, and for how long; how long after a rebuild a stranger is taken for
-- one of them.
local ENDED_MAX = 50
local REMEMBERED_S = 3600

local now = store_time()

local function tag_of(id)
    return string.sub(id, 1, 6)
end

-- The lane, or nil if it has to be rebuilt.
local function lane()
    local h = redis.call('HMGET', KEYS[1], 'run', 'epoch', 'tail', 'head', 'suspect', 'base', 'looked', 'rebuilt', 'last')
    if h[1] ~= ARGV[1] then
        return nil
    end
    return {epoch = h[2], tail = tonumber(h[3]), head = tonumber(h[4]), suspect = tonumber(h[5]), base = tonumber(h[6]),
            looked = tonumber(h[7]), rebuilt = tonumber(h[8]), last = tonumber(h[9])}
end

local function stream(tag)
    local text = redis.call('HGET', KEYS[2], tag)
    if not text then
        return nil
    end
    local f = {}
    for word in string.gmatch(text, '%S+') do
        f[#f + 1] = word
    end
    return {tag = tag, number = f[1], iteration = tonumber(f[2]), latest = f[3], previous = f[4], leased = f[5],
            nonce = f[6], max = f[7], since = tonumber(f[8]), till = tonumber(f[9])}
end

-- till 0: no request waits
local function save(s)
    redis.call('HSET', KEYS[2], s.tag, table.concat({s.number, s.iteration, s.latest, s.previous, s.leased, s.nonce, s.max,
                                                     whole(s.since), whole(s.till)}, ' '))
end

local function lease_of(s)
    return tonumber(redis.call('ZSCORE', KEYS[3], s.tag))
end

local function set_lease(s, till)
    redis.call('ZADD', KEYS[3], whole(till), s.tag)
end

-- When the next lease ends; '-': there is none.
local function due()
    local first = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
    return first[2] and whole(tonumber(first[2])) or '-'
end

-- An id of no stream that is open: 'closed' if there was one, or may have been before a rebuild; else 'unknown'.
local function stranger(l, id)
    if redis.call('ZSCORE', KEYS[6], tag_of(id)) or now - l.rebuilt < REMEMBERED_S * 1000000 then
        return {'closed', due()}
    end
    return {'unknown', due()}
end

-- The ranges that a stream holds, or nil.
local function owned(s)
    local text = redis.call('HGET', KEYS[4], s.tag)
    if not text then
        return nil
    end
    local parts = {}
    for from, to, attempt, redelivered in string.gmatch(text, '(%d+)-(%d+):(%d+):(%d+)') do
        parts[#parts + 1] = {from = tonumber(from), to = tonumber(to), attempt = tonumber(attempt),
                             redelivered = tonumber(redelivered)}
    end
    return parts, text
end

local function give_back(from, to, attempt)
    redis.call('ZADD', KEYS[5], whole(from), whole(from) .. '-' .. whole(to) .. ':' .. attempt)
end

-- An attempt that is over: one entry of the Redis Stream {<ispb>}:message-processing for each range, added by the script
-- that ends it and read by the queue, which writes it to the history in PostgreSQL (ProcessingRecord.attempts) before it is
-- deleted. Fields, all of them always, in this order:
--   epoch          of the lane, see LaneArchive
--   from, to       the range (from, to] of messages, at most 10 of them
--   attempt        which delivery attempt of them it was: (ispb, to, attempt) is unique
--   part           0, 1 …: a batch of several ranges has several entries
--   redelivered    how many of the range were, or may have been, delivered before
--   batch          the iterationId that the batch gave out; (batch, part) is unique
--   stream         the number of its stream: unique in the lane
--   iteration      1, 2 … in its stream
--   leased, lease  when it was leased and when the lease would have ended, microseconds since 1970 on the store's clock
--   at             when it was over, likewise
--   outcome        confirmed: it is to be processed; released or expired: its messages went back to the lane
local function record(epoch, s, parts, outcome)
    local lease = whole(lease_of(s))
    for i, part in ipairs(parts) do
        redis.call('XADD', KEYS[7], '*', 'epoch', epoch, 'from', whole(part.from), 'to', whole(part.to),
                   'attempt', part.attempt, 'part', i - 1, 'redelivered', part.redelivered, 'batch', s.latest,
                   'stream', s.number, 'iteration', s.iteration, 'leased', s.leased, 'lease', lease, 'at', whole(now),
                   'outcome', outcome)
    end
    redis.call('HDEL', KEYS[4], s.tag)
end

local function confirm(l, s, parts)
    record(l.epoch, s, parts, 'confirmed')
end

-- Closes a stream and returns the batch that it still leases; how many messages went back.
local function end_stream(s, is_expired)
    local parts = owned(s) or {}
    local messages = 0
    for _, part in ipairs(parts) do
        give_back(part.from, part.to, part.attempt)
        messages = messages + part.to - part.from
    end
    is_expired = is_expired or lease_of(s) <= now
    record(redis.call('HGET', KEYS[1], 'epoch'), s, parts, is_expired and 'expired' or 'released')
    redis.call('HDEL', KEYS[2], s.tag)
    redis.call('ZREM', KEYS[3], s.tag)
    redis.call('ZADD', KEYS[6], whole(now), s.tag)
    redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -ENDED_MAX - 1)
    redis.call('EXPIRE', KEYS[6], REMEMBERED_S)
    return messages
end

-- Ends the streams whose lease has ended; how many, and how many messages went back.
local function expire_lane()
    local streams, messages = 0, 0
    for _, tag in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', whole(now))) do
        messages = messages + end_stream(stream(tag))
        streams = streams + 1
    end
    return streams, messages
end

-- Counts what is delivered once more, for people who watch: in all, and by minutes for a quarter of an hour.
local function count_again(messages)
    local minute = math.floor(now / 60000000)
    redis.call('HINCRBY', KEYS[9], 'all', messages)
    if redis.call('HINCRBY', KEYS[9], whole(minute), messages) == messages then
        for _, field in ipairs(redis.call('HKEYS', KEYS[9])) do
            if field ~= 'all' and tonumber(field) <= minute - 16 then
                redis.call('HDEL', KEYS[9], field)
            end
        end
    end
    redis.call('EXPIRE', KEYS[9], 1200)
end

-- Gives a stream the next messages of its lane: returned ranges first, in order, then what lies beyond the head. Those up to
-- suspect may have been delivered before the lane was rebuilt. Answers the ranges as owners has them, and how many were
-- delivered before; nil: there is nothing.
local function claim(l, s, new_id, max, lease_us)
    local parts, left, redelivered = {}, max, 0
    local function take(from, to, attempt, before)
        parts[#parts + 1] = whole(from) .. '-' .. whole(to) .. ':' .. attempt .. ':' .. before
        left = left - (to - from)
        redelivered = redelivered + before
    end
    for _, range in ipairs(redis.call('ZRANGE', KEYS[5], 0, max - 1)) do
        if left == 0 then
            break
        end
        local from, to, attempt = string.match(range, '(%d+)-(%d+):(%d+)')
        from, to, attempt = tonumber(from), tonumber(to), tonumber(attempt)
        local till = math.min(to, from + left)
        redis.call('ZREM', KEYS[5], range)
        if till < to then
            give_back(till, to, attempt)
        end
        -- Attempt 0: it was claimed and withdrawn, and never delivered.
        take(from, till, attempt + 1, attempt > 0 and till - from or 0)
    end
    local head = l.head
    if left > 0 and head < math.min(l.tail, l.suspect) then
        local till = math.min(head + left, l.tail, l.suspect)
        take(head, till, l.base + 1, till - head)
        head = till
    end
    if left > 0 and head < l.tail then
        local till = math.min(head + left, l.tail)
        take(head, till, 1, 0)
        head = till
    end
    if #parts == 0 then
        return nil
    end
    if head > l.head then
        redis.call('HSET', KEYS[1], 'head', whole(head))
    end
    if redelivered > 0 then
        count_again(redelivered)
    end
    local text = table.concat(parts, ' ')
    redis.call('HSET', KEYS[4], s.tag, text)
    s.previous = s.latest
    s.latest = new_id
    s.iteration = s.iteration + 1
    s.leased = whole(now)
    s.till = 0
    save(s)
    set_lease(s, now + lease_us)
    return text, redelivered
end

local function delivered(l, s, text, redelivered, supplanted, again)
    return {'delivered', due(), s.latest, whole(lease_of(s)), text, redelivered, supplanted and 1 or 0, s.number, l.epoch,
            again and 1 or 0}
end

-- Nothing to deliver; the request may wait. Once a second somebody looks whether there are messages that the lane was
-- not told of: its node may have died in between.
local function empty(l, id, supplanted)
    local look = now - l.looked > 1000000
    if look then
        redis.call('HSET', KEYS[1], 'looked', whole(now))
    end
    return {'empty', due(), id, supplanted and 1 or 0, look and 1 or 0, whole(l.tail), l.epoch}
end

local function wait(s, nonce, max, since, wait_ms, lease_ms)
    s.nonce = nonce
    s.max = max
    s.since = since
    s.till = now + wait_ms * 1000
    save(s)
    set_lease(s, now + (wait_ms + lease_ms) * 1000)
end

local function all_streams()
    local all = {}
    for _, tag in ipairs(redis.call('HKEYS', KEYS[2])) do
        all[#all + 1] = stream(tag)
    end
    return all
end

-- Adds to an answer who waits, the longest-waiting first: node, how many messages it takes, …
local function add_waiting(answer)
    local waiting = {}
    for _, s in ipairs(all_streams()) do
        if s.till > now then
            waiting[#waiting + 1] = s
        end
    end
    table.sort(waiting, function(a, b) return a.since < b.since end)
    for _, s in ipairs(waiting) do
        answer[#answer + 1] = string.match(s.nonce, '^[^.]*')
        answer[#answer + 1] = s.max
    end
    return answer
end

-- Adds to an answer what had to be ended first, if anything had: streams, messages, who waits …
local function add_expiry(answer, streams, messages)
    if streams == 0 then
        return answer
    end
    answer[#answer + 1] = streams
    answer[#answer + 1] = messages
    return messages > 0 and add_waiting(answer) or answer
end
