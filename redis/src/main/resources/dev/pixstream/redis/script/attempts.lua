-- attempts: the attempts to deliver a message that are not in the history yet: one that is leased, and those that are over.
-- parameters  3 seq   the number of the message
-- results     'attempts', due, then of each: stream, attempt, leased, lease, at, outcome
--             at   when it was over, '-' of one that is leased; see record. Of what is on its way to the history
--                  the oldest 10,000 are looked at
if not lane() then
    return {'rebuild'}
end
local seq = tonumber(ARGV[3])
local answer = {'attempts', due()}
local function add(stream, attempt, leased, lease, at, outcome)
    for _, value in ipairs({stream, attempt, leased, lease, at, outcome}) do
        answer[#answer + 1] = value
    end
end
for _, entry in ipairs(redis.call('XRANGE', KEYS[7], '-', '+', 'COUNT', 10000)) do
    local f = {}
    for i = 1, #entry[2], 2 do
        f[entry[2][i]] = entry[2][i + 1]
    end
    if tonumber(f.from) < seq and seq <= tonumber(f.to) then
        add(f.stream, f.attempt, f.leased, f.lease, f.at, f.outcome or 'confirmed')
    end
end
for _, s in ipairs(all_streams()) do
    for _, part in ipairs(owned(s) or {}) do
        if part.from < seq and seq <= part.to then
            add(s.number, part.attempt, s.leased, whole(lease_of(s)), '-', 'leased')
        end
    end
end
return answer
