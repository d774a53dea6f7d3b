-- end_lease: ends the lease of a batch before its time. Nothing but a fault on order asks for it.
-- parameters  3 id   the id that the batch gave out; one that is not leased any more changes nothing
-- results     'ended', due, messages, who waits …
if not lane() then
    return {'rebuild'}
end
local s = stream(tag_of(ARGV[3]))
if not s or s.latest ~= ARGV[3] or not owned(s) then
    return {'ended', due(), 0}
end
local messages = end_stream(s, true)
return add_waiting({'ended', due(), messages})
