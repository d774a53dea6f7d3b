-- recover: goes on with a lane whose Redis was started anew and lost nothing that PostgreSQL knows of. It may have lost the
-- last moments: what was claimed then counts as redelivered, and a collector whose newest id was forgotten has to start
-- anew, while its old stream holds a slot. So streams get a short lease where nothing is repeated because of it: those
-- without a batch, and those whose batch is from the last seconds. Nobody is held to wait any more.
-- parameters  3 token     names who has the right to, see rebuild_begin
--             4 epoch, 5 tail, 6 suspect, 7 base   of the lane, see LaneArchive.Remains
--             8 grace_ms  that lease, milliseconds
-- results     'current'   done
--             'busy'      it took too long, and the right is gone
if redis.call('GET', KEYS[8]) ~= ARGV[3] then
    return {'busy'}
end
redis.call('DEL', KEYS[8])
redis.call('HSET', KEYS[1], 'run', ARGV[1], 'epoch', ARGV[4], 'tail', ARGV[5], 'suspect', ARGV[6], 'base', ARGV[7],
           'looked', whole(now), 'rebuilt', whole(now))
-- What was withdrawn may have been delivered in the moments that were lost.
for _, range in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    local from, to, attempt = string.match(range, '(%d+)-(%d+):(%d+)')
    if attempt == '0' then
        redis.call('ZREM', KEYS[5], range)
        give_back(from, to, 1)
    end
end
local newest = 0
for _, s in ipairs(all_streams()) do
    newest = math.max(newest, tonumber(s.leased))
end
for _, s in ipairs(all_streams()) do
    local batch = redis.call('HEXISTS', KEYS[4], s.tag) == 1
    if not batch or tonumber(s.leased) >= newest - 3000000 then
        set_lease(s, math.min(lease_of(s), math.max(s.till, now) + ARGV[8] * 1000))
    end
    s.till = 0
    save(s)
end
return {'current'}
