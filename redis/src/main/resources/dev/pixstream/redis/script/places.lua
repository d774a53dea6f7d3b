-- places: where the messages of a lane are that are not in the history, for the check of a live installation.
-- parameters  3 ranges_max  it does not look at more
-- results     'places', head, how many streams are open, and of each range: what, whose, from, to
--               what   returned, leased, stranded (leased to a stream that is not there), or confirmed and not yet
--                      acknowledged by the queue
--               whose  the number of the stream, or its tag if it is not there; 0: of no stream
--             'crowded': there are more
local l = lane()
if not l then
    return {'rebuild'}
end
if redis.call('ZCARD', KEYS[5]) + redis.call('XLEN', KEYS[7]) > tonumber(ARGV[3]) then
    return {'crowded'}
end
local answer = {'places', whole(l.head), redis.call('HLEN', KEYS[2])}
local function add(what, whose, from, to)
    answer[#answer + 1] = what
    answer[#answer + 1] = whose
    answer[#answer + 1] = from
    answer[#answer + 1] = to
end
for _, range in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    add('returned', '0', string.match(range, '(%d+)-(%d+):'))
end
for _, tag in ipairs(redis.call('HKEYS', KEYS[4])) do
    local s = stream(tag)
    for _, part in ipairs(owned({tag = tag}) or {}) do
        add(s and 'leased' or 'stranded', s and s.number or tag, whole(part.from), whole(part.to))
    end
end
for _, entry in ipairs(redis.call('XRANGE', KEYS[7], '-', '+')) do
    local fields = {}
    for i = 1, #entry[2], 2 do
        fields[entry[2][i]] = entry[2][i + 1]
    end
    if fields.epoch == l.epoch and (fields.outcome or 'confirmed') == 'confirmed' then
        add('confirmed', '0', fields.from, fields.to)
    end
end
return answer
