-- give_back: jobs that were taken again a moment ago, and of which PostgreSQL could not be asked, are as before, and due now.
-- arguments  1  the clock's offset    then of each: 'job' or 'retry', its last place or message, token
-- results    when something is due next, or ''
local now = whole(store_time(ARGV[1]))
for i = 2, #ARGV, 3 do
    local place, token = ARGV[i + 1], ARGV[i + 2]
    if is_own(ARGV[i], place, token) then
        if ARGV[i] == 'job' then
            local from_n, attempt, _, taken_at, worker = job_at(place)
            local before = table.concat({from_n, whole(attempt - 1), token .. '-', taken_at, worker}, ' ')
            redis.call('HSET', JOBS, place, before)
            redis.call('ZADD', RUNNING, now, place)
        else
            redis.call('HSET', RETRY, place, retry_at(place) .. ' -')
            redis.call('ZADD', RETRIES, now, place)
        end
    end
end
return next_due()
