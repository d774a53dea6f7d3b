-- take_lost: takes jobs of a lane whose worker went away, or was too slow.
-- arguments  1  the clock's offset    2  the worker    3  a new token; each job gets it with a number
--            4  for how long the jobs are its own    5  how many at most
-- results    when something is due next, or ''
--            of each job: token, the place before it, its last place, attempt, its ranges
local now = store_time(ARGV[1])
local visible_at = whole(now + ARGV[4])
local answer = {''}
for i, to_n in ipairs(redis.call('ZRANGEBYSCORE', RUNNING, '-inf', whole(now), 'LIMIT', 0, ARGV[5])) do
    local from_n, attempt = job_at(to_n)
    local token = ARGV[3] .. i
    local ids, ranges = entries_of(from_n, to_n)
    attempt = attempt + 1
    set_job(to_n, from_n, attempt, token, whole(now), ARGV[2], visible_at)
    for first = 1, #ids, 1000 do
        redis.call('XCLAIM', WORK, GROUP, ARGV[2], 0, unpack(ids, first, math.min(first + 999, #ids)))
    end
    answer[#answer + 1] = {token, from_n, to_n, whole(attempt), ranges}
end
answer[1] = next_due()
return answer
