-- The queue message-processing. What was confirmed is a second log of the lane, in the order of confirmations; a job is a
-- range of it, as a batch is a range of messages. Rows of confirmed are written once, by the transaction that confirms;
-- rows of job once when the job is taken, and updated when the attempt ends.

-- The lower part of a token, see new_token.
CREATE SEQUENCE pixstream.token_part MINVALUE 0 MAXVALUE 4095 CYCLE;

CREATE TABLE pixstream.confirmed (
    ispb     text COLLATE "C" NOT NULL,
    n        bigint NOT NULL,       -- 1, 2, 3 … in each lane, without gaps, in the order of confirmations
    from_seq bigint NOT NULL,
    to_seq   bigint NOT NULL,
    PRIMARY KEY (ispb, n),
    CHECK (from_seq < to_seq)
);

ALTER TABLE pixstream.batch ADD COLUMN confirmed_n bigint; -- its place in confirmed

-- One attempt to process the range (from_n, to_n] of what was confirmed in a lane. What lies beyond the newest first
-- attempt was never taken.
CREATE TABLE pixstream.job (
    ispb       text COLLATE "C" NOT NULL,
    from_n     bigint NOT NULL,
    to_n       bigint NOT NULL,
    attempt    integer NOT NULL,
    token      bigint NOT NULL UNIQUE,                     -- fences off a worker that outlived its visibility timeout
    worker     text COLLATE "C" NOT NULL,
    taken_at   timestamptz NOT NULL,
    visible_at timestamptz NOT NULL,                       -- when another worker may take it, unless it ended or was extended
    ended_at   timestamptz,
    state      text COLLATE "C" NOT NULL DEFAULT 'running'
        CHECK (state IN ('running', 'done', 'lost')),
    PRIMARY KEY (ispb, to_n, attempt),
    CHECK (from_n < to_n)
) WITH (fillfactor = 70);
CREATE INDEX job_running ON pixstream.job (visible_at) WHERE state = 'running';

-- A message whose processing failed at least once. From then on it is a job of its own.
CREATE TABLE pixstream.failure (
    ispb            text COLLATE "C" NOT NULL,
    seq             bigint NOT NULL,
    end_to_end_id   text COLLATE "C" NOT NULL,
    state           text COLLATE "C" NOT NULL
        CHECK (state IN ('retrying', 'dead', 'processed', 'discarded')),
    attempts        integer NOT NULL,      -- how many have ended: they failed, or their worker went away
    visible_at      timestamptz NOT NULL,  -- while retrying: when a worker may take it
    token           bigint,                -- of the worker that has it; NULL: none has
    error_class     text NOT NULL,
    error_message   text NOT NULL,
    first_failed_at timestamptz NOT NULL,
    last_failed_at  timestamptz NOT NULL,
    ended_at        timestamptz,           -- when it was processed or discarded
    PRIMARY KEY (ispb, seq)
) WITH (fillfactor = 70);
CREATE INDEX failure_due ON pixstream.failure (visible_at) WHERE state = 'retrying';
CREATE INDEX failure_dead ON pixstream.failure (ispb, last_failed_at, seq) WHERE state = 'dead';

-- Who did what with a dead letter.
CREATE TABLE pixstream.dead_letter_audit (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ispb          text COLLATE "C" NOT NULL,
    seq           bigint NOT NULL,
    end_to_end_id text COLLATE "C" NOT NULL,
    action        text COLLATE "C" NOT NULL CHECK (action IN ('replayed', 'discarded')),
    reason        text NOT NULL,
    error_class   text NOT NULL,
    error_message text NOT NULL,
    attempts      integer NOT NULL,
    acted_at      timestamptz NOT NULL
);
CREATE INDEX dead_letter_audit_message ON pixstream.dead_letter_audit (ispb, seq);

-- What earlier versions confirmed is to be processed too.
WITH log AS (
    SELECT b.ispb, b.to_seq, b.attempt,
           row_number() OVER (PARTITION BY b.ispb ORDER BY b.ended_at, b.to_seq) AS n
    FROM pixstream.batch b WHERE b.state = 'confirmed'
), numbered AS (
    UPDATE pixstream.batch b SET confirmed_n = l.n FROM log l
    WHERE b.ispb = l.ispb AND b.to_seq = l.to_seq AND b.attempt = l.attempt
    RETURNING b.ispb, b.confirmed_n, b.from_seq, b.to_seq
)
INSERT INTO pixstream.confirmed SELECT d.ispb, d.confirmed_n, d.from_seq, d.to_seq FROM numbered d;
