-- end_by_hand: an administrator closes a stream; its batch goes back.
-- parameters  3 stream   its number
-- results     'ended', due, messages, waiter, who waits …   how many messages went back; the id that a request of this stream
--                                                           waits with and has to be told of, '-': none waits
--             'gone', due                                   this lane has no such open stream
if not lane() then
    return {'rebuild'}
end
for _, s in ipairs(all_streams()) do
    if s.number == ARGV[3] then
        local waiter = s.till > now and s.latest or '-'
        local messages = end_stream(s)
        local answer = {'ended', due(), messages, waiter}
        return messages > 0 and add_waiting(answer) or answer
    end
end
return {'gone', due()}
