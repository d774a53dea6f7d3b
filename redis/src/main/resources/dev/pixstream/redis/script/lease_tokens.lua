-- lease_tokens: a node settles what it spent of token buckets of one institution, and takes tokens for the next moment.
-- keys        1 …            hash, one for each bucket: tokens (six decimals; below 0: owed) and at, microseconds since
--                            1970 on Redis's clock. It is full again, and gone, when its time to live ends.
-- parameters  of each key, one after the other:
--             rate           tokens that come back in a second
--             burst          tokens that it holds
--             spent          tokens that were given out before they were taken: taken in any case; below 0: brought back
--             wanted         how many more are taken at most
-- results     of each key: how many of the wanted tokens were granted, how many are left, rounded down
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local answer = {}
for i, key in ipairs(KEYS) do
    local rate, burst = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
    local spent, wanted = tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
    local tokens = burst
    local bucket = redis.call('HMGET', key, 'tokens', 'at')
    if bucket[1] then
        -- A clock that went back refills nothing.
        tokens = bucket[1] + math.max(0, now - bucket[2]) / 1000000 * rate
    end
    tokens = math.min(burst, math.min(burst, tokens) - spent)
    local granted = math.max(0, math.min(wanted, math.floor(tokens)))
    tokens = tokens - granted
    if tokens < burst then
        redis.call('HSET', key, 'tokens', string.format('%.6f', tokens), 'at', string.format('%.0f', now))
        redis.call('PEXPIRE', key, math.ceil((burst - tokens) / rate * 1000))
    else
        redis.call('DEL', key)
    end
    answer[2 * i - 1] = string.format('%.0f', granted)
    answer[2 * i] = string.format('%.0f', math.floor(tokens))
end
return answer
