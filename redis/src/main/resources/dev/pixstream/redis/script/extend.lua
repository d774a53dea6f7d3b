-- extend: the visibility timeout of jobs of a lane starts anew.
-- arguments  1  the clock's offset    2  the timeout    then of each: 'job' or 'retry', its last place or message, token
-- results    when something is due next, or ''
--            the tokens of those that are still the worker's
local visible_at = whole(store_time(ARGV[1]) + ARGV[2])
local answer = {''}
for i = 3, #ARGV, 3 do
    if is_own(ARGV[i], ARGV[i + 1], ARGV[i + 2]) then
        redis.call('ZADD', ARGV[i] == 'job' and RUNNING or RETRIES, visible_at, ARGV[i + 1])
        answer[#answer + 1] = ARGV[i + 2]
    end
end
answer[1] = next_due()
return answer
