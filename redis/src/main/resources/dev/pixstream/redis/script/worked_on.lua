-- worked_on: which worker has a message now.
-- arguments  1  the clock's offset    2  the message's number
-- results    'job', when it was taken, its worker, its attempt    or 'retry'    or 'none'
local now = store_time(ARGV[1])
local seq = tonumber(ARGV[2])
local _, owner = retry_at(ARGV[2])
local due = redis.call('ZSCORE', RETRIES, ARGV[2])
if owner ~= '-' and due and tonumber(due) > now then
    return {'retry'}
end
for _, to_n in ipairs(redis.call('ZRANGEBYSCORE', RUNNING, '(' .. whole(now), '+inf')) do
    local from_n, attempt, _, taken_at, worker = job_at(to_n)
    local _, ranges = entries_of(from_n, to_n)
    for i = 1, #ranges, 2 do
        if tonumber(ranges[i]) < seq and seq <= tonumber(ranges[i + 1]) then
            return {'job', taken_at, worker, attempt}
        end
    end
end
return {'none'}
