-- rebuild_leave: gives back the right to rebuild a lane, since it could not be done: nobody need wait for it.
-- parameters  3 token     names who has the right to, see rebuild_begin
-- results     'left'
if redis.call('GET', KEYS[8]) == ARGV[3] then
    redis.call('DEL', KEYS[8])
end
return {'left'}
