-- settle: a worker is about to write to PostgreSQL what came of a job. It stays its own for that time at least.
-- arguments  1  the clock's offset    2  that time    3  'job' or 'retry'    4  its last place or message    5  token
-- results    'lost', or 'own' and of a job when it was taken, its worker, and the place before it
local now = store_time(ARGV[1])
if not is_own(ARGV[3], ARGV[4], ARGV[5]) then
    return {'lost'}
end
local key = ARGV[3] == 'job' and RUNNING or RETRIES
redis.call('ZADD', key, 'GT', whole(now + ARGV[2]), ARGV[4])
if ARGV[3] == 'retry' then
    return {'own', '0', '', '0'}
end
local from_n, _, _, taken_at, worker = job_at(ARGV[4])
return {'own', taken_at, worker, from_n}
