-- agenda_done: in these lanes nothing is due any more, unless somebody has noted something since.
-- keys       the agenda
-- arguments  1  what agenda_take answered as time    then the lanes
for i = 2, #ARGV do
    local at = redis.call('ZSCORE', KEYS[1], ARGV[i])
    if at and tonumber(at) >= tonumber(ARGV[1]) then
        redis.call('ZREM', KEYS[1], ARGV[i])
    end
end
return 0
