-- places: where the messages of a lane are, for a check.
-- results     'places', head, tail, how many streams are open, and of each range: what, from, to
--             what   returned, leased, or confirmed and not yet acknowledged by the queue
local l = lane()
if not l then
    return {'rebuild'}
end
local answer = {'places', whole(l.head), whole(l.tail), redis.call('HLEN', KEYS[2])}
local function add(what, from, to)
    answer[#answer + 1] = what
    answer[#answer + 1] = from
    answer[#answer + 1] = to
end
for _, range in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    add('returned', string.match(range, '(%d+)-(%d+):'))
end
for _, s in ipairs(all_streams()) do
    for _, part in ipairs(owned(s) or {}) do
        add('leased to stream ' .. s.number, whole(part.from), whole(part.to))
    end
end
for _, entry in ipairs(redis.call('XRANGE', KEYS[7], '-', '+')) do
    local fields = {}
    for i = 1, #entry[2], 2 do
        fields[entry[2][i]] = entry[2][i + 1]
    end
    if fields.epoch == l.epoch and (fields.outcome or 'confirmed') == 'confirmed' then
        add('confirmed', fields.from, fields.to)
    end
end
return answer
