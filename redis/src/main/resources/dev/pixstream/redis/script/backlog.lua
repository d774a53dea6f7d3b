-- backlog: how many messages a lane has to deliver, counted up to 60. The backstop for a wake that was lost, and for messages
-- that the lane was not told of.
-- parameters  3 tail   the number of the lane's newest message, as PostgreSQL says
-- results     'backlog', due, messages, tail, epoch   tail: how far the lane reaches, as it knows now
local l = lane()
if not l then
    return {'rebuild'}
end
local tail = tonumber(ARGV[3])
if tail > l.tail then
    redis.call('HSET', KEYS[1], 'tail', ARGV[3])
    l.tail = tail
end
redis.call('HSET', KEYS[1], 'looked', whole(now))
local messages = l.tail - l.head
for _, range in ipairs(redis.call('ZRANGE', KEYS[5], 0, 59)) do
    local from, to = string.match(range, '(%d+)-(%d+):')
    messages = messages + to - from
end
return {'backlog', due(), whole(math.min(messages, 60)), whole(l.tail), l.epoch}
