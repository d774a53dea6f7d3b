-- retry: messages are to be retried, says PostgreSQL. What the queue knows of already stays as it is.
-- arguments  1  the clock's offset    then of each message: its number, and in how long
-- results    when something is due next, or ''
add_retries(store_time(ARGV[1]), 2)
return next_due()
