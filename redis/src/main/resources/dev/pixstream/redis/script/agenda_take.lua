-- agenda_take: lanes in which something is due. Whoever gets one looks at it and says when it is due next; till then nobody else
-- looks.
-- keys       the agenda: sorted set; lane → when something is due there
-- arguments  1  the clock's offset    2  for how long nobody else looks    3  how many at most
-- results    the time that they were set to, and the lanes
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + ARGV[1]
local later = string.format('%.0f', now + ARGV[2])
local lanes = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[3])
for _, lane in ipairs(lanes) do
    redis.call('ZADD', KEYS[1], later, lane)
end
return {later, lanes}
