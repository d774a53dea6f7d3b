-- retry: messages are to be retried, says PostgreSQL. What the queue knows of already stays as it is.
-- arguments  1  the clock's offset    then of each message: its number, and in how long
-- results    when something is due next, or ''
local now = store_time(ARGV[1])
for i = 2, #ARGV, 2 do
    redis.call('ZADD', RETRIES, 'NX', whole(now + ARGV[i + 1]), ARGV[i])
end
return next_due()
