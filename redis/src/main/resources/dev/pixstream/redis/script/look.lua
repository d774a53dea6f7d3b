-- look: whether a lane has something to do that was never taken. Attempts that are not in the history yet count, whatever came
-- of them: they are to be written there.
-- results    'absent' (the queue has to be made anew), 'work' or 'none'
--            when something is due next, or ''
local taken = redis.call('HGET', STATE, 'taken')
if not taken then
    return {'absent', ''}
end
local last = redis.call('XREVRANGE', WORK, '+', '-', 'COUNT', 1)[1]
local work = last and tonumber(string.match(last[1], '^%d+')) > tonumber(taken) or redis.call('XLEN', CONFIRMED) > 0
return {work and 'work' or 'none', next_due()}
