-- leave: a waiting request went away without a batch. Nobody counts on it any more; its lease runs from now.
-- parameters  3 nonce     the request
--             4 lease_ms  milliseconds
-- results     'done', due
if not lane() then
    return {'rebuild'}
end
for _, s in ipairs(all_streams()) do
    if s.nonce == ARGV[3] and s.till > 0 then
        s.till = 0
        save(s)
        set_lease(s, now + ARGV[4] * 1000)
    end
end
return {'done', due()}
