-- sample: how lanes stand, for people who watch. It reads only.
-- keys        of each lane, one after the other: head, streams, leases, owners, returned, again and the queue, see lane
-- parameters  1 run, 2 offset   see lane
--             3 …               of each lane 1: its streams and ranges are told too
-- results     the store's time, then of each lane:
--             1 queued     confirmations that are on their way to the history
--             2 head       '-': the lane is not there, or was made by another process, and this is all that is told
--             3 streams    how many are open
--             4 waiting    how many of them wait
--             5 leased     messages delivered and not confirmed
--             6 returned   messages open for redelivery
--             7 first      where the first of them begins; '-': there are none
--             8 again      messages delivered once more since this was counted first
--             9 lately     and within 15 minutes
--             10 ranges    the first 50 ranges that were returned, as the lane has them
--             11 …         of each stream, see lane: number, iteration, latest, nonce, leased, since, whether it waits, when its
--                          lease ends, its ranges
local EACH = 7
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + ARGV[2]
local minute = math.floor(now / 60000000)

local function whole(number)
    return string.format('%.0f', number)
end

local function messages_of(ranges)
    local messages = 0
    for from, to in string.gmatch(ranges, '(%d+)-(%d+):') do
        messages = messages + to - from
    end
    return messages
end

-- Confirmations on their way are few; what is over without confirmation is among them, and no work.
local function queued(on_their_way)
    local count = redis.call('XLEN', on_their_way)
    if count > 0 and count <= 100 then
        for _, entry in ipairs(redis.call('XRANGE', on_their_way, '-', '+')) do
            if entry[2][26] and entry[2][26] ~= 'confirmed' then
                count = count - 1
            end
        end
    end
    return count
end

local function again(key)
    local all, lately = '0', 0
    local counts = redis.call('HGETALL', key)
    for i = 1, #counts, 2 do
        if counts[i] == 'all' then
            all = counts[i + 1]
        elseif tonumber(counts[i]) > minute - 15 then
            lately = lately + counts[i + 1]
        end
    end
    return all, whole(lately)
end

local function streams_of(at, told)
    local open, waiting, details = 0, 0, {}
    local streams = redis.call('HGETALL', KEYS[at + 1])
    for i = 1, #streams, 2 do
        local f = {}
        for word in string.gmatch(streams[i + 1], '%S+') do
            f[#f + 1] = word
        end
        open = open + 1
        if tonumber(f[9]) > now then
            waiting = waiting + 1
        end
        if told then
            details[#details + 1] = {
                f[1], f[2], f[3], f[6], f[5], f[8], tonumber(f[9]) > now and 1 or 0,
                whole(tonumber(redis.call('ZSCORE', KEYS[at + 2], streams[i]))),
                redis.call('HGET', KEYS[at + 3], streams[i]) or ''}
        end
    end
    return open, waiting, details
end

local answer = {whole(now)}
for i = 0, #KEYS / EACH - 1 do
    local at = i * EACH + 1
    local told = ARGV[3 + i] == '1'
    local head = redis.call('HMGET', KEYS[at], 'run', 'head')
    local lane = {whole(queued(KEYS[at + 6])), '-'}
    if head[1] == ARGV[1] then
        local open, waiting, details = streams_of(at, told)
        local leased, returned = 0, 0
        for _, ranges in ipairs(redis.call('HVALS', KEYS[at + 3])) do
            leased = leased + messages_of(ranges)
        end
        local ranges = redis.call('ZRANGE', KEYS[at + 4], 0, -1)
        for _, range in ipairs(ranges) do
            returned = returned + messages_of(range)
        end
        local first = ranges[1] and string.match(ranges[1], '^%d+') or '-'
        local all, lately = again(KEYS[at + 5])
        lane[2], lane[3], lane[4], lane[5], lane[6] = head[2], open, waiting, whole(leased), whole(returned)
        lane[7], lane[8], lane[9] = first, all, lately
        lane[10] = told and table.concat(ranges, ' ', 1, math.min(50, #ranges)) or ''
        for _, detail in ipairs(details) do
            lane[#lane + 1] = detail
        end
    end
    answer[#answer + 1] = lane
end
return answer
