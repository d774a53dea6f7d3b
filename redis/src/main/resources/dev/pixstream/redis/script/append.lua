-- append: tells the lane that messages were stored in PostgreSQL. It may come late, twice, and in any order.
-- parameters  3 tail   the number of the lane's newest message
-- results     'told', due, tail, epoch, who waits …   tail: how far the lane reaches, as it knows now
local l = lane()
if not l then
    return {'rebuild'}
end
if tonumber(ARGV[3]) > l.tail then
    redis.call('HSET', KEYS[1], 'tail', ARGV[3])
    l.tail = tonumber(ARGV[3])
end
return add_waiting({'told', due(), whole(l.tail), l.epoch})
