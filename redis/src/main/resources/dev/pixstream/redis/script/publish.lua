-- publish: what PostgreSQL's log has becomes work. What is known already stays as it is, so that two may publish the same.
-- arguments  1  after  the part of the log that is told begins behind this place; -1: at the log's beginning, and the queue
--                      may be one that is not there
--            2  upto   it ends here; of it, what is not among the entries is done
--            3  how many entries; of each n, from, to
--            then the ids of those confirmations that are in the log now and are deleted
-- results    'done', or 'gap': work does not reach up to after, nothing has changed
local after, upto, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local top = tonumber(redis.call('HGET', STATE, 'top') or '-1')
if top < after then
    return {'gap'}
end
if top < 0 then
    redis.call('DEL', WORK, JOBS, RUNNING)
    redis.call('HSET', STATE, 'top', '0', 'taken', '0')
    top = 0
end
for i = 1, count do
    local at = 1 + 3 * i
    if tonumber(ARGV[at]) > top then
        redis.call('XADD', WORK, ARGV[at] .. '-0', 'from', ARGV[at + 1], 'to', ARGV[at + 2])
    end
end
if upto > top then
    redis.call('HSET', STATE, 'top', ARGV[2])
end
for i = 4 + 3 * count, #ARGV do
    redis.call('XDEL', CONFIRMED, ARGV[i])
end
return {'done'}
