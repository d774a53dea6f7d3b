-- rebuild_begin: takes the right to rebuild a lane, and tells what is here of it.
-- parameters  3 token     names who asks
--             4 lock_ms   after that it is anybody's again, milliseconds
--             5 epoch     the lane's here, if the caller knows that PostgreSQL has another one; else 0
-- results     'current'   there is nothing to rebuild
--             'busy'      somebody else is at it
--             'yours', epoch, head, n, ranges …
--                         the lane's epoch here, or 0; from and to of n ranges that are leased or returned
local l = lane()
if l and (ARGV[5] == '0' or l.epoch ~= ARGV[5]) then
    return {'current'}
end
if not redis.call('SET', KEYS[8], ARGV[3], 'NX', 'PX', ARGV[4]) then
    return {'busy'}
end
local answer = {'yours', redis.call('HGET', KEYS[1], 'epoch') or '0', redis.call('HGET', KEYS[1], 'head') or '0', 0}
local function add(from, to)
    answer[#answer + 1] = from
    answer[#answer + 1] = to
    answer[4] = answer[4] + 1
end
for _, range in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    add(string.match(range, '(%d+)-(%d+):'))
end
for _, s in ipairs(all_streams()) do
    for _, part in ipairs(owned(s) or {}) do
        add(whole(part.from), whole(part.to))
    end
end
return answer
