-- publish: what PostgreSQL's log has becomes work. What is known already stays as it is, so that two may publish the same.
-- arguments  1  after  entries and all that is done reach from here …
--            2  upto   … to here
--            3  how many entries; of each n, from, to
--            then the ids of those confirmations that are in the log now and are deleted
-- results    'done', or 'gap': work does not reach up to after, nothing has changed
--            top    how far work knows the log; -1: it knows nothing
local after, upto, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local top = tonumber(redis.call('HGET', STATE, 'top') or '-1')
if top < after then
    return {'gap', whole(top)}
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
    top = upto
    redis.call('HSET', STATE, 'top', ARGV[2])
end
for i = 4 + 3 * count, #ARGV do
    redis.call('XDEL', CONFIRMED, ARGV[i])
end
return {'done', whole(top)}
