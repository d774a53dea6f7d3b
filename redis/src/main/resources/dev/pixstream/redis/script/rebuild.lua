-- rebuild: makes a lane anew from what PostgreSQL knows. Its streams end; what is not confirmed is delivered again.
-- parameters  3 token     names who has the right to, see rebuild_begin
--             4 epoch, 5 tail, 6 head, 7 suspect, 8 base   of the lane, see LaneArchive.Remains
--             9 lost      1: the lane was here before, so there may be ids that it does not know
--             10 …        from and to of each range up to head that is not confirmed
-- results     'current'   done
--             'busy'      it took too long, and the right is gone
if redis.call('GET', KEYS[8]) ~= ARGV[3] then
    return {'busy'}
end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[8])
redis.call('HSET', KEYS[1], 'run', ARGV[1], 'epoch', ARGV[4], 'tail', ARGV[5], 'head', ARGV[6], 'suspect', ARGV[7],
           'base', ARGV[8], 'looked', whole(now), 'rebuilt', ARGV[9] == '1' and whole(now) or 0, 'last', 0)
-- Any of it may have been delivered, though the history has no attempt.
local attempt = math.max(tonumber(ARGV[8]), 1)
for i = 10, #ARGV, 2 do
    give_back(ARGV[i], ARGV[i + 1], attempt)
end
return {'current'}
