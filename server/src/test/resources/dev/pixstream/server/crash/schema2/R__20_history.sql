-- message_history: the life of each message, derived from the ranges; one row for each delivery attempt, and one with no
-- attempt for a message that was not delivered yet. A batch holds at most 10 messages, which bounds the search.
CREATE OR REPLACE VIEW pixstream.message_history AS
SELECT m.ispb, m.seq, m.end_to_end_id, m.stored_at, m.payload,
       b.attempt, b.stream_id, b.leased_at, b.lease_until, b.ended_at, b.state AS outcome
FROM pixstream.message m
LEFT JOIN pixstream.batch b
       ON b.ispb = m.ispb AND b.to_seq >= m.seq AND b.to_seq < m.seq + 10 AND b.from_seq < m.seq;
