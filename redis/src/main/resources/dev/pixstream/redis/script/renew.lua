-- renew: requests of one lane that wait again where they waited before, without a look, because nothing has moved.
-- parameters  3 lease_ms  milliseconds
--             4 …         of each request: its nonce, how many messages it takes, how long ago it arrived (microseconds)
--                         and how long it goes on waiting (milliseconds)
-- results     'renewed', due, nonce …   of each that is renewed; another request has been in the others' place, or their
--                                       stream has ended: they have to look
if not lane() then
    return {'rebuild'}
end
local asked = {}
for i = 4, #ARGV, 4 do
    asked[ARGV[i]] = i
end
local answer = {'renewed', '-'}
for _, s in ipairs(all_streams()) do
    local i = asked[s.nonce]
    if i and lease_of(s) > now and redis.call('HEXISTS', KEYS[4], s.tag) == 0 then
        s.max = ARGV[i + 1]
        s.since = now - ARGV[i + 2]
        s.till = now + ARGV[i + 3] * 1000
        save(s)
        set_lease(s, s.till + ARGV[3] * 1000)
        answer[#answer + 1] = s.nonce
    end
end
answer[2] = due()
return answer
