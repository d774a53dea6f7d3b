-- take_due: takes messages of a lane whose retry is due, each as a job of its own. A retry that its last worker did not bring
-- to an end counts as an attempt.
-- arguments  as of take_lost
-- results    when something is due next, or ''
--            of each: token, the message's number, how many attempts did not come to an end
local now = store_time(ARGV[1])
local visible_at = whole(now + ARGV[4])
local answer = {''}
for i, seq in ipairs(redis.call('ZRANGEBYSCORE', RETRIES, '-inf', whole(now), 'LIMIT', 0, ARGV[5])) do
    local lost, owner = retry_at(seq)
    if owner ~= '-' then
        lost = lost + 1
    end
    local token = ARGV[3] .. i
    set_retry(seq, lost, token, visible_at)
    answer[#answer + 1] = {token, seq, whole(lost)}
end
answer[1] = next_due()
return answer
