-- withdraw: the messages of a stream's first batch could not be read, so nobody learns of the stream. It is gone as if it had never
-- been opened: its messages were not delivered, and the history has nothing of it.
-- parameters  3 id   the id that the batch gave out; of any other batch nothing changes
-- results     'done', due
if not lane() then
    return {'rebuild'}
end
local s = stream(tag_of(ARGV[3]))
local parts = s and owned(s)
if parts and s.latest == ARGV[3] and s.iteration == 1 then
    for _, part in ipairs(parts) do
        -- What may have been delivered before still may.
        give_back(part.from, part.to, math.max(part.attempt - 1, part.redelivered > 0 and 1 or 0))
    end
    redis.call('HDEL', KEYS[4], s.tag)
    redis.call('HDEL', KEYS[2], s.tag)
    redis.call('ZREM', KEYS[3], s.tag)
end
return {'done', due()}
