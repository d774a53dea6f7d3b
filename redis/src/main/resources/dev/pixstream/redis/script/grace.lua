-- grace: a response could not be written. The batch stays with its stream, but only for a short lease.
-- parameters  3 id        the id that the batch gave out
--             4 seen      the lease's end as that response knew it; if it was sent again since, nothing changes
--             5 grace_ms  milliseconds
-- results     'done', due
if not lane() then
    return {'rebuild'}
end
local s = stream(tag_of(ARGV[3]))
if s and s.latest == ARGV[3] and owned(s) then
    local lease = lease_of(s)
    if whole(lease) == ARGV[4] then
        set_lease(s, math.min(lease, now + ARGV[5] * 1000))
    end
end
return {'done', due()}
