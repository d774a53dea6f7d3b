-- sample_indexes: indexes that are built while nodes serve, where the tables may be large already: see OnlineIndexes. An empty
-- database has them at once.
-- locks       none in a database that has messages
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pixstream.message) THEN
        CREATE INDEX IF NOT EXISTS job_done ON pixstream.job (ended_at) WHERE state = 'done';
        CREATE INDEX IF NOT EXISTS batch_redelivered ON pixstream.batch (leased_at) WHERE redelivered > 0;
    END IF;
END
$$;
