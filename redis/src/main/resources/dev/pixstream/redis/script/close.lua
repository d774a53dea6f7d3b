-- close: ends a stream. With its latest id the last batch is confirmed, with the previous one it goes back to the lane.
-- parameters  3 id   the id that the collector names
-- results     'confirmed', due, messages, supplanted, who waits …   closed; whatever it had is confirmed
--             'returned', due, messages, supplanted, who waits …    closed; its batch went back
--             'closed', due, messages, supplanted, who waits …      its lease has ended, and so does it; or it had ended
--                                                                   before, or the id is older than the previous one, and
--                                                                   nothing has changed
--               messages    how many went back; only if some did it is told who waits
--               supplanted  1: a request of this stream waited
--             'unknown', due
local l = lane()
if not l then
    return {'rebuild'}
end
local id = ARGV[3]
local s = stream(tag_of(id))
if not s then
    local answer = stranger(l, id)
    if answer[1] == 'closed' then
        answer[3] = 0
        answer[4] = 0
    end
    return answer
end
if id ~= s.latest and id ~= s.previous then
    return {'closed', due(), 0, 0}
end
local parts = owned(s)
local supplanted = not parts and s.till > now
local outcome = id == s.latest and 'confirmed' or 'returned'
if lease_of(s) <= now then
    outcome = 'closed'
elseif parts and outcome == 'confirmed' then
    confirm(l, s, parts)
end
local messages = end_stream(s)
local answer = {outcome, due(), messages, supplanted and 1 or 0}
return messages > 0 and add_waiting(answer) or answer
