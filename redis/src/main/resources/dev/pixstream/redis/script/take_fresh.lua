-- take_fresh: takes what was never taken in a lane. A job holds as many confirmations, in their order, as fit.
-- arguments  1 to 5  as of take_lost    6  how many messages fit; a single confirmation may be larger
-- results    'absent' (the queue has to be made anew, nothing has changed) or 'done'
--            when something is due next, or ''
--            jobs, as of take_lost
local LOOK = 64
local now = store_time(ARGV[1])
local visible_at = whole(now + ARGV[4])
local fit = tonumber(ARGV[6])
local taken = redis.call('HGET', STATE, 'taken')
if not taken then
    return {'absent', ''}
end

-- How many of the entries beyond this place go into one job, its last place, and its ranges.
local function pack(from_n)
    local messages, ranges, to_n, count = 0, {}, from_n, 0
    local next_id = whole(from_n + 1) .. '-0'
    while true do
        local entries = redis.call('XRANGE', WORK, next_id, '+', 'COUNT', LOOK)
        for _, entry in ipairs(entries) do
            local from, to = entry[2][2], entry[2][4]
            messages = messages + to - from
            if messages > fit and count > 0 then
                return count, to_n, ranges
            end
            count = count + 1
            ranges[#ranges + 1] = from
            ranges[#ranges + 1] = to
            to_n = tonumber(string.match(entry[1], '^%d+'))
        end
        if #entries < LOOK then
            return count, to_n, ranges
        end
        next_id = whole(to_n + 1) .. '-0'
    end
end

local answer = {'done', ''}
for i = 1, tonumber(ARGV[5]) do
    local from_n = tonumber(taken)
    local count, to_n, ranges = pack(from_n)
    if count == 0 then
        break
    end
    local read = {'XREADGROUP', 'GROUP', GROUP, ARGV[2], 'COUNT', count, 'STREAMS', WORK, '>'}
    local reply = redis.pcall(unpack(read))
    if type(reply) == 'table' and reply.err then
        redis.call('XGROUP', 'CREATE', WORK, GROUP, taken .. '-0')
        redis.call(unpack(read))
    end
    local before, token = taken, ARGV[3] .. i
    taken = whole(to_n)
    redis.call('HSET', STATE, 'taken', taken)
    set_job(taken, before, 1, token, whole(now), ARGV[2], visible_at)
    answer[#answer + 1] = {token, before, taken, '1', ranges}
end
answer[2] = next_due()
return answer
