-- give_back: jobs that were taken again a moment ago, and of which PostgreSQL could not be asked, are due now, nobody's, and
-- were not tried.
-- arguments  1  the clock's offset    then of each: 'job' or 'retry', its last place or message, token
-- results    when something is due next, or ''
local now = whole(store_time(ARGV[1]))
for i = 2, #ARGV, 3 do
    local place, token = ARGV[i + 1], ARGV[i + 2]
    if is_own(ARGV[i], place, token) then
        if ARGV[i] == 'job' then
            local from_n, attempt, _, taken_at, worker = job_at(place)
            set_job(place, from_n, attempt - 1, '-', taken_at, worker, now)
        else
            local lost = retry_at(place)
            set_retry(place, lost, '-', now)
        end
    end
end
return next_due()
