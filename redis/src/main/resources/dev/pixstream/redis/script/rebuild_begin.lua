-- rebuild_begin: takes the right to rebuild a lane, and tells what of its queue may not be in the history yet.
-- parameters  3 token     names who asks
--             4 lock_ms   after that it is anybody's again, milliseconds
--             5 epoch     the lane's here, if the caller knows that PostgreSQL has another one; else 0
-- results     'current'   there is nothing to rebuild
--             'busy'      somebody else is at it
--             'yours', epoch, entries …   the lane's epoch here, or 0; and the fields of each entry, one after the other
local l = lane()
if l and (ARGV[5] == '0' or l.epoch ~= ARGV[5]) then
    return {'current'}
end
if not redis.call('SET', KEYS[8], ARGV[3], 'NX', 'PX', ARGV[4]) then
    return {'busy'}
end
local answer = {'yours', redis.call('HGET', KEYS[1], 'epoch') or '0'}
for _, entry in ipairs(redis.call('XRANGE', KEYS[7], '-', '+')) do
    for i = 2, #entry[2], 2 do
        answer[#answer + 1] = entry[2][i]
    end
end
return answer
