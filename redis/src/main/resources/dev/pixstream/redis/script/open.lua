-- open: opens a stream on a lane, if one of its slots is free, and makes the stream's first claim.
-- parameters  3 id           the id that opens it; given out by a 204, else never seen
--             4 new_id       the id that a batch gives out; its tag is that of id
--             5 max          how many messages the collector takes
--             6 nonce        names the request, '<node>.<number>'
--             7 wait_ms      how long it waits if there is nothing, milliseconds
--             8 lease_ms     milliseconds
--             9 streams_max  how many streams a lane may have open
-- results     'delivered', due, next id, lease, ranges, redelivered, supplanted, stream, epoch, again
--             'empty', due, next id, supplanted, look, tail, epoch
--             'too_many_streams', due
--               behind the first two, if leases had to be ended to make room: how many streams, how many messages went back,
--               and if some did who waits …
--             'taken'        the tag is another stream's: ask with another id
local l = lane()
if not l then
    return {'rebuild'}
end
local id, max, lease_ms, streams_max = ARGV[3], tonumber(ARGV[5]), tonumber(ARGV[8]), tonumber(ARGV[9])
local streams, messages = 0, 0
if redis.call('ZCARD', KEYS[3]) >= streams_max then
    streams, messages = expire_lane()
    if redis.call('ZCARD', KEYS[3]) >= streams_max then
        return {'too_many_streams', due()}
    end
end
if redis.call('HEXISTS', KEYS[2], tag_of(id)) == 1 or redis.call('ZSCORE', KEYS[6], tag_of(id)) then
    return {'taken'}
end
-- Numbers of streams are times, so that they are unlike those of a coordinator in PostgreSQL.
local number = math.max(l.last + 1, now)
redis.call('HSET', KEYS[1], 'last', whole(number))
local s = {tag = tag_of(id), number = whole(number), iteration = 0, latest = id, previous = '-', leased = '0', nonce = '-',
           max = 0, since = 0, till = 0}
local ranges, redelivered = claim(l, s, ARGV[4], max, lease_ms * 1000)
if ranges then
    return add_expiry(delivered(l, s, ranges, redelivered, false, false), streams, messages)
end
wait(s, ARGV[6], max, now, ARGV[7], lease_ms)
return add_expiry(empty(l, id, false), streams, messages)
