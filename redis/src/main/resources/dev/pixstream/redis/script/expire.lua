-- expire: ends the streams of one lane whose lease has ended, and returns their batches.
-- results     'expired', due, streams, messages, who waits …   how many streams ended, how many messages went back
if not lane() then
    return {'rebuild'}
end
local streams, messages = expire_lane()
local answer = {'expired', due(), streams, messages}
return messages > 0 and add_waiting(answer) or answer
