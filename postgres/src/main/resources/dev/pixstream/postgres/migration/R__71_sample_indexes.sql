-- What the console counts since its last look: jobs that were done, and batches that had been delivered before. Both
-- indexes are small: one entry for each job, and none for a batch that is delivered for the first time.
CREATE INDEX IF NOT EXISTS job_done ON pixstream.job (ended_at) WHERE state = 'done';
CREATE INDEX IF NOT EXISTS batch_redelivered ON pixstream.batch (leased_at) WHERE redelivered > 0;
