-- look: whether a lane has something to do that was never taken.
-- results    'absent' (the queue has to be made anew), 'work' or 'none'
--            when something is due next, or ''
local state = redis.call('HMGET', STATE, 'top', 'taken')
if not state[1] then
    return {'absent', ''}
end
local work = tonumber(state[1]) > tonumber(state[2]) and redis.call('EXISTS', WORK) == 1
if work then
    local last = redis.call('XREVRANGE', WORK, '+', '-', 'COUNT', 1)[1]
    work = last and tonumber(string.match(last[1], '^%d+')) > tonumber(state[2])
end
if not work then
    work = redis.call('XLEN', CONFIRMED) > 0
end
return {work and 'work' or 'none', next_due()}
