-- finish: PostgreSQL has what came of a job, the queue forgets it if it is still the worker's. Messages of it that failed are
-- retries from now on, in any case.
-- arguments  1  the clock's offset    2  'job' or 'retry'    3  its last place or message    4  token
--            then of each message that is to be retried: its number, and in how long
-- results    when something is due next, or ''
if is_own(ARGV[2], ARGV[3], ARGV[4]) then
    if ARGV[2] == 'job' then
        local from_n = job_at(ARGV[3])
        for _, id in ipairs(entries_of(from_n, ARGV[3])) do
            redis.call('XACK', WORK, GROUP, id)
            redis.call('XDEL', WORK, id)
        end
        redis.call('HDEL', JOBS, ARGV[3])
        redis.call('ZREM', RUNNING, ARGV[3])
        -- An empty stream, its group and the group's consumers take memory; ids go on ascending without it.
        if redis.call('XLEN', WORK) == 0 then
            redis.call('DEL', WORK)
        end
    else
        redis.call('HDEL', RETRY, ARGV[3])
        redis.call('ZREM', RETRIES, ARGV[3])
    end
end
add_retries(store_time(ARGV[1]), 5)
return next_due()
