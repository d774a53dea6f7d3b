-- queue: what the scripts of the queue share. It comes before the text of each.
-- keys   1  Redis Stream of confirmations that are not in PostgreSQL's history yet (see lane)
--        2  work: Redis Stream of what is in PostgreSQL's log and not done; its ids are <n>-0, the places in that log
--        3  state: hash; top: how far work knows the log, taken: how far it was taken
--        4  jobs: hash; the place where a job ends → '<place before it> <attempt> <token, as in retry> <taken at>
--           <worker>'
--        5  running: sorted set; the place where a job ends → when another worker may take it
--        6  retries: sorted set; number of a message → when a worker may take it
--        7  retry: hash; number of a message → '<attempts that did not come to an end> <token, or - if nobody has it>'
-- All times are microseconds. Without state the queue of the lane has to be made anew from PostgreSQL.
local CONFIRMED, WORK, STATE, JOBS, RUNNING, RETRIES, RETRY =
    KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local GROUP = 'workers'

-- Whole numbers of up to 16 digits; tostring would write large ones as 1.7e+15.
local function whole(number)
    return string.format('%.0f', number)
end

-- The store's time. Tests move it.
local function store_time(offset)
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2] + offset
end

-- When something of the lane is due next: a job whose worker went away, or a retry; '' if nothing is.
local function next_due()
    local due
    for _, key in ipairs({RUNNING, RETRIES}) do
        local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
        if first[2] and (not due or tonumber(first[2]) < due) then
            due = tonumber(first[2])
        end
    end
    return due and whole(due) or ''
end

-- A job by the place where it ends: the place before it, its attempt, token, when it was taken, and its worker.
local function job_at(to_n)
    local job = redis.call('HGET', JOBS, to_n)
    if job then
        return string.match(job, '^(%d+) (%d+) (%S+) (%d+) (.*)$')
    end
end

-- How often the retry of a message was taken and did not come to an end, and who has it.
local function retry_at(seq)
    local retry = redis.call('HGET', RETRY, seq)
    if retry then
        local lost, token = string.match(retry, '^(%d+) (%S+)$')
        return tonumber(lost), token
    end
    return 0, '-'
end

-- Whether who shows this token still has the job, or the retry.
local function is_own(kind, place, token)
    if kind == 'job' then
        local _, _, own = job_at(place)
        return own == token
    end
    local _, own = retry_at(place)
    return own == token
end

-- Writes down whose a job is, and until when.
local function set_job(to_n, from_n, attempt, token, taken_at, worker, till)
    redis.call('HSET', JOBS, to_n, table.concat({from_n, whole(attempt), token, taken_at, worker}, ' '))
    redis.call('ZADD', RUNNING, till, to_n)
end

-- The same of the retry of a message.
local function set_retry(seq, lost, token, till)
    redis.call('HSET', RETRY, seq, whole(lost) .. ' ' .. token)
    redis.call('ZADD', RETRIES, till, seq)
end

-- Messages are to be retried: the arguments from this one on, of each its number and in how long. What is known stays as
-- it is.
local function add_retries(now, first)
    for i = first, #ARGV, 2 do
        redis.call('ZADD', RETRIES, 'NX', whole(now + ARGV[i + 1]), ARGV[i])
    end
end

-- What a job holds: the ids of its entries, and their ranges one after the other.
local function entries_of(from_n, to_n)
    local ids, ranges = {}, {}
    for _, entry in ipairs(redis.call('XRANGE', WORK, whole(from_n + 1) .. '-0', to_n .. '-0')) do
        ids[#ids + 1] = entry[1]
        ranges[#ranges + 1] = entry[2][2]
        ranges[#ranges + 1] = entry[2][4]
    end
    return ids, ranges
end
