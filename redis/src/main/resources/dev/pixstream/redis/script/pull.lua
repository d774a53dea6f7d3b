-- pull: confirms the batch that gave out this id and claims the next one. One round trip.
-- parameters  3 id         the id that the collector asks with
--             4 new_id     the id that a new batch gives out; its tag is that of id
--             5 max        how many messages the collector takes
--             6 nonce      names the request, '<node>.<number>'
--             7 waited_us  how long ago the request arrived, microseconds
--             8 again      1: this request waited and looks once more
--             9 wait_ms    how long it goes on waiting if there is nothing, milliseconds
--             10 lease_ms  milliseconds
-- results     'delivered', due, next id, lease, ranges, redelivered, supplanted, stream, epoch, again
--                          a new batch, or the very batch that this id has asked for before (again 1)
--             'empty', due, next id, supplanted, look, tail, epoch
--                          nothing to deliver; the request may wait, its nonce is noted
--             'superseded', due       another request with this id, which arrived later, waits or got a batch
--             'not_acceptable', due   the batch to send again is larger than max
--             'closed', due           the stream has ended, or the id is older than its previous one
--             'unknown', due          no such id in this lane
--               behind 'closed', if it was this call that ended the stream, as its lease had ended: 1, how many messages
--               went back, and if some did who waits …
local l = lane()
if not l then
    return {'rebuild'}
end
local id, max, again, lease_ms = ARGV[3], tonumber(ARGV[5]), ARGV[8] == '1', tonumber(ARGV[10])
local s = stream(tag_of(id))
if not s then
    return stranger(l, id)
end
if id ~= s.latest and id ~= s.previous then
    return {'closed', due()}
end
local parts, text = owned(s)
if id == s.previous and not parts then
    return {'closed', due()}
end
if lease_of(s) <= now then
    local messages = end_stream(s)
    return add_expiry({'closed', due()}, 1, messages)
end
if id == s.previous then
    if again then
        return {'superseded', due()}
    end
    local size, redelivered = 0, 0
    for _, part in ipairs(parts) do
        size = size + part.to - part.from
        redelivered = redelivered + part.redelivered
    end
    if size > max then
        return {'not_acceptable', due()}
    end
    set_lease(s, now + lease_ms * 1000)
    return delivered(l, s, text, redelivered, false, true)
end

local arrived = now - ARGV[7]
local supplanted = not parts and s.nonce ~= '-' and s.nonce ~= ARGV[6] and s.till > now
-- Who waited here before lost its place to a newer one. Who comes first to the store may be older than who waits.
if supplanted and (again or s.since > arrived) then
    return {'superseded', due()}
end
if parts then
    confirm(l, s, parts)
end
local ranges, redelivered = claim(l, s, ARGV[4], max, lease_ms * 1000)
if ranges then
    return delivered(l, s, ranges, redelivered, supplanted, false)
end
if not again or s.nonce ~= ARGV[6] then
    wait(s, ARGV[6], max, arrived, ARGV[9], lease_ms)
end
return empty(l, id, supplanted)
