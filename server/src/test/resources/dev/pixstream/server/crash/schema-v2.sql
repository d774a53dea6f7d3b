-- The schema as its version 2 had it, with the history of its migrations. It is frozen: UpdateTest brings a database that has it
-- to the present version.
CREATE SCHEMA pixstream;

CREATE TABLE pixstream.lane (
    ispb text COLLATE "C" PRIMARY KEY,
    tail bigint NOT NULL            -- seq of the newest message; taken and raised by append
) WITH (fillfactor = 50);
CREATE TABLE pixstream.message (
    ispb          text COLLATE "C" NOT NULL,
    seq           bigint NOT NULL,  -- 1, 2, 3 … in each lane, without gaps, in the order of commits
    end_to_end_id text COLLATE "C" NOT NULL,
    stored_at     timestamptz NOT NULL,
    payload       bytea NOT NULL,   -- the very bytes that every delivery sends
    PRIMARY KEY (ispb, seq),
    UNIQUE (ispb, end_to_end_id)
);
ALTER TABLE pixstream.message ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE TABLE pixstream.stream (
    stream_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ispb          text COLLATE "C" NOT NULL,
    iteration_id  text COLLATE "C" NOT NULL UNIQUE, -- the id that opened it
    next_id       text COLLATE "C",                 -- the batch that this id asked for
    opened_at     timestamptz NOT NULL,
    lease_until   timestamptz NOT NULL,             -- while no batch is leased; else a hint when to look
    nonce         text COLLATE "C",                 -- the request that waits: '<node>.<number>'
    waiting_max   integer,                          -- how many messages that request can take
    waiting_since timestamptz,
    waiting_until timestamptz,                      -- NULL: no request waits
    ended_at      timestamptz,
    state         text COLLATE "C" NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'closed', 'expired'))
) WITH (fillfactor = 50);
CREATE INDEX stream_open ON pixstream.stream (ispb) WHERE ended_at IS NULL;
CREATE TABLE pixstream.batch (
    ispb         text COLLATE "C" NOT NULL,
    from_seq     bigint NOT NULL,
    to_seq       bigint NOT NULL,
    attempt      integer NOT NULL,
    part         integer NOT NULL,
    redelivered  integer NOT NULL,             -- how many were, or may have been, delivered before
    stream_id    bigint NOT NULL,
    iteration    integer NOT NULL,             -- 1, 2, 3 … in each stream
    iteration_id text COLLATE "C" NOT NULL,    -- the id that this batch gave out
    next_id      text COLLATE "C",             -- the batch that this id asked for
    leased_at    timestamptz NOT NULL,
    lease_until  timestamptz NOT NULL,
    ended_at     timestamptz,
    state        text COLLATE "C" NOT NULL DEFAULT 'leased'
        CHECK (state IN ('leased', 'confirmed', 'released', 'expired')),
    PRIMARY KEY (ispb, to_seq, attempt),
    UNIQUE (iteration_id, part),
    CHECK (from_seq < to_seq)
) WITH (fillfactor = 50);
CREATE INDEX batch_stream ON pixstream.batch (stream_id, iteration);
CREATE TABLE pixstream.returned (
    ispb     text COLLATE "C" NOT NULL,
    from_seq bigint NOT NULL,
    to_seq   bigint NOT NULL,
    attempt  integer NOT NULL,                 -- the attempt that ended
    PRIMARY KEY (ispb, from_seq),
    CHECK (from_seq < to_seq)
);
CREATE TABLE pixstream.lane_mark (
    ispb          text COLLATE "C" PRIMARY KEY,
    claimed_below bigint NOT NULL,
    suspect_below bigint NOT NULL
);
CREATE UNLOGGED TABLE pixstream.intact (
    since timestamptz NOT NULL
);

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

CREATE OR REPLACE FUNCTION pixstream.store_time() RETURNS timestamptz
    LANGUAGE sql VOLATILE
AS 'SELECT clock_timestamp()';

CREATE OR REPLACE FUNCTION pixstream.lock_lane(p_ispb text) RETURNS void
    LANGUAGE sql VOLATILE
AS 'SELECT pg_advisory_xact_lock(1886613619, hashtext(p_ispb))';

CREATE OR REPLACE FUNCTION pixstream.recover(p_grace_ms integer DEFAULT 5000) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_until timestamptz := v_now + p_grace_ms * interval '1 ms';
    v_traces_from timestamptz;
BEGIN
    LOCK TABLE pixstream.intact IN EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM pixstream.intact) THEN
        RETURN;
    END IF;
    PERFORM set_config('synchronous_commit', 'on', true);
    UPDATE pixstream.lane_mark SET suspect_below = claimed_below WHERE suspect_below < claimed_below;
    SELECT greatest(max(s.waiting_since), max(s.opened_at), max(b.leased_at)) - interval '3 seconds'
    INTO v_traces_from
    FROM pixstream.stream s
    LEFT JOIN LATERAL (SELECT n.leased_at FROM pixstream.batch n WHERE n.stream_id = s.stream_id
                       ORDER BY n.iteration DESC LIMIT 1) b ON true
    WHERE s.ended_at IS NULL;
    UPDATE pixstream.batch b SET lease_until = v_until
    FROM pixstream.stream s
    WHERE s.ended_at IS NULL AND b.stream_id = s.stream_id AND b.state = 'leased'
      AND b.leased_at >= v_traces_from AND b.lease_until > v_until;
    UPDATE pixstream.stream s
    SET waiting_until = NULL,
        lease_until = least(s.lease_until, greatest(s.waiting_until + p_grace_ms * interval '1 ms', v_until))
    WHERE s.ended_at IS NULL;
    INSERT INTO pixstream.intact VALUES (v_now);
END
$$;

CREATE OR REPLACE FUNCTION pixstream.claim(
    p_ispb text, p_stream_id bigint, p_iteration integer, p_new_id text, p_max integer,
    p_lease_ms integer, p_now timestamptz,
    OUT payloads bytea[], OUT redelivered integer, OUT lease_until timestamptz
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_left integer := p_max;
    v_part integer := 0;
    v_range pixstream.returned;
    v_to bigint;
    v_head bigint;
    v_claimed_below bigint;
    v_suspect_below bigint;
    v_fresh bytea[];
    v_again bytea[];
BEGIN
    redelivered := 0;
    lease_until := p_now + p_lease_ms * interval '1 ms';
    FOR v_range IN
        SELECT r.* FROM pixstream.returned r WHERE r.ispb = p_ispb ORDER BY r.from_seq LIMIT p_max
    LOOP
        EXIT WHEN v_left = 0;
        v_to := least(v_range.to_seq, v_range.from_seq + v_left);
        IF v_to = v_range.to_seq THEN
            DELETE FROM pixstream.returned r WHERE r.ispb = p_ispb AND r.from_seq = v_range.from_seq;
        ELSE
            UPDATE pixstream.returned r SET from_seq = v_to WHERE r.ispb = p_ispb AND r.from_seq = v_range.from_seq;
        END IF;
        INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                     iteration_id, leased_at, lease_until)
        VALUES (p_ispb, v_range.from_seq, v_to, v_range.attempt + 1, v_part, v_to - v_range.from_seq, p_stream_id,
                p_iteration, p_new_id, p_now, lease_until);
        SELECT array_agg(m.payload ORDER BY m.seq) INTO v_again FROM pixstream.message m
        WHERE m.ispb = p_ispb AND m.seq > v_range.from_seq AND m.seq <= v_to;
        payloads := payloads || v_again;
        redelivered := redelivered + (v_to - v_range.from_seq)::integer;
        v_left := v_left - (v_to - v_range.from_seq)::integer;
        v_part := v_part + 1;
    END LOOP;
    IF v_left = 0 THEN
        RETURN;
    END IF;
    SELECT h.head, f.payloads INTO v_head, v_fresh
    FROM (SELECT coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = p_ispb
                           ORDER BY b.to_seq DESC LIMIT 1), 0) AS head) h,
         LATERAL (SELECT array_agg(m.payload ORDER BY m.seq) AS payloads FROM pixstream.message m
                  WHERE m.ispb = p_ispb AND m.seq > h.head AND m.seq <= h.head + v_left) f;
    IF v_fresh IS NULL THEN
        RETURN;
    END IF;
    v_to := v_head + cardinality(v_fresh);
    SELECT k.claimed_below, k.suspect_below INTO v_claimed_below, v_suspect_below
    FROM pixstream.lane_mark k WHERE k.ispb = p_ispb;
    IF v_claimed_below IS NULL OR v_to > v_claimed_below THEN
        PERFORM set_config('synchronous_commit', 'on', true);
        INSERT INTO pixstream.lane_mark AS k VALUES (p_ispb, v_to + 10000, 0)
        ON CONFLICT (ispb) DO UPDATE SET claimed_below = excluded.claimed_below;
        v_suspect_below := coalesce(v_suspect_below, 0);
    END IF;
    INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                 iteration_id, leased_at, lease_until)
    VALUES (p_ispb, v_head, v_to, 1, v_part, greatest(0, least(v_to, v_suspect_below) - v_head), p_stream_id,
            p_iteration, p_new_id, p_now, lease_until);
    redelivered := redelivered + greatest(0, least(v_to, v_suspect_below) - v_head)::integer;
    payloads := CASE WHEN v_part = 0 THEN v_fresh ELSE payloads || v_fresh END;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.end_stream(p_stream_id bigint, p_state text, p_now timestamptz)
    RETURNS integer
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_id text;
    v_messages integer;
BEGIN
    UPDATE pixstream.stream SET state = p_state, ended_at = p_now, waiting_until = NULL
    WHERE stream_id = p_stream_id;
    SELECT b.iteration_id INTO v_id FROM pixstream.batch b
    WHERE b.stream_id = p_stream_id ORDER BY b.iteration DESC LIMIT 1;
    WITH ended AS (
        UPDATE pixstream.batch b
        SET state = CASE p_state WHEN 'expired' THEN 'expired' ELSE 'released' END, ended_at = p_now
        WHERE b.iteration_id = v_id AND b.state = 'leased'
        RETURNING b.ispb, b.from_seq, b.to_seq, b.attempt
    ), back AS (
        INSERT INTO pixstream.returned SELECT e.ispb, e.from_seq, e.to_seq, e.attempt FROM ended e
    )
    SELECT coalesce(sum(e.to_seq - e.from_seq), 0) INTO v_messages FROM ended e;
    RETURN v_messages;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.waiting(p_ispb text, OUT nodes text[], OUT maxes integer[])
    LANGUAGE sql VOLATILE
AS $$
    SELECT array_agg(split_part(w.nonce, '.', 1) ORDER BY w.waiting_since),
           array_agg(w.waiting_max ORDER BY w.waiting_since)
    FROM pixstream.stream w
    WHERE w.ispb = p_ispb AND w.ended_at IS NULL AND w.waiting_until > pixstream.store_time()
$$;

CREATE OR REPLACE FUNCTION pixstream.resend(
    p_id text, p_max integer, p_lease_ms integer, p_now timestamptz,
    OUT outcome text, OUT payloads bytea[], OUT redelivered integer, OUT lease_until timestamptz
)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF (SELECT sum(b.to_seq - b.from_seq) FROM pixstream.batch b WHERE b.iteration_id = p_id) > p_max THEN
        outcome := 'not_acceptable';
        RETURN;
    END IF;
    lease_until := p_now + p_lease_ms * interval '1 ms';
    UPDATE pixstream.batch b SET lease_until = resend.lease_until WHERE b.iteration_id = p_id;
    SELECT array_agg(m.payload ORDER BY b.part, m.seq) INTO payloads
    FROM pixstream.batch b
    JOIN pixstream.message m ON m.ispb = b.ispb AND m.seq > b.from_seq AND m.seq <= b.to_seq
    WHERE b.iteration_id = p_id;
    SELECT sum(b.redelivered) INTO redelivered FROM pixstream.batch b WHERE b.iteration_id = p_id;
    outcome := 'delivered';
END
$$;

CREATE OR REPLACE FUNCTION pixstream.expire_lane(p_ispb text, OUT streams integer, OUT messages integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_stream_id bigint;
BEGIN
    streams := 0;
    messages := 0;
    FOR v_stream_id IN
        SELECT s.stream_id
        FROM pixstream.stream s
        LEFT JOIN LATERAL (SELECT n.state, n.lease_until FROM pixstream.batch n WHERE n.stream_id = s.stream_id
                           ORDER BY n.iteration DESC LIMIT 1) b ON true
        WHERE s.ispb = p_ispb AND s.ended_at IS NULL
          AND CASE WHEN b.state = 'leased' THEN b.lease_until ELSE s.lease_until END <= v_now
        ORDER BY s.stream_id
    LOOP
        streams := streams + 1;
        messages := messages + pixstream.end_stream(v_stream_id, 'expired', v_now);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.confirm(p_ispb text, p_id text, p_next_id text, p_now timestamptz) RETURNS void
    LANGUAGE sql VOLATILE
AS $$
    WITH ended AS (
        UPDATE pixstream.batch b
        SET state = 'confirmed', ended_at = p_now, next_id = p_next_id,
            confirmed_n = coalesce((SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = p_ispb
                                    ORDER BY c.n DESC LIMIT 1), 0) + b.part + 1
        WHERE b.iteration_id = p_id AND b.state = 'leased'
        RETURNING b.confirmed_n, b.from_seq, b.to_seq
    )
    INSERT INTO pixstream.confirmed SELECT p_ispb, e.confirmed_n, e.from_seq, e.to_seq FROM ended e
$$;

CREATE OR REPLACE FUNCTION pixstream.open(
    p_ispb text, p_id text, p_new_id text, p_max integer, p_nonce text, p_wait_ms integer, p_lease_ms integer,
    p_streams_max integer,
    OUT outcome text, OUT iteration_id text, OUT payloads bytea[], OUT redelivered integer, OUT lease_until timestamptz,
    OUT supplanted boolean
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_stream_id bigint;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    v_now := pixstream.store_time();
    supplanted := false;
    IF (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL) >= p_streams_max THEN
        PERFORM pixstream.expire_lane(p_ispb);
        IF (SELECT count(*) FROM pixstream.stream s WHERE s.ispb = p_ispb AND s.ended_at IS NULL) >= p_streams_max THEN
            outcome := 'too_many_streams';
            RETURN;
        END IF;
    END IF;
    INSERT INTO pixstream.stream (ispb, iteration_id, opened_at, lease_until)
    VALUES (p_ispb, p_id, v_now, v_now + p_lease_ms * interval '1 ms')
    RETURNING stream.stream_id INTO v_stream_id;
    SELECT c.payloads, c.redelivered, c.lease_until INTO payloads, redelivered, lease_until
    FROM pixstream.claim(p_ispb, v_stream_id, 1, p_new_id, p_max, p_lease_ms, v_now) c;
    IF payloads IS NOT NULL THEN
        UPDATE pixstream.stream s SET next_id = p_new_id WHERE s.stream_id = v_stream_id;
        outcome := 'delivered';
        iteration_id := p_new_id;
    ELSE
        UPDATE pixstream.stream s
        SET nonce = p_nonce, waiting_max = p_max, waiting_since = v_now,
            waiting_until = v_now + p_wait_ms * interval '1 ms',
            lease_until = v_now + (p_wait_ms + p_lease_ms) * interval '1 ms'
        WHERE s.stream_id = v_stream_id;
        outcome := 'empty';
        iteration_id := p_id;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.pull(
    p_ispb text, p_id text, p_new_id text, p_max integer, p_nonce text, p_waited_us bigint, p_again boolean,
    p_wait_ms integer, p_lease_ms integer,
    OUT outcome text, OUT iteration_id text, OUT payloads bytea[], OUT redelivered integer, OUT lease_until timestamptz,
    OUT supplanted boolean
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_intact boolean;
    v_state text;
    v_lease_until timestamptz;
    v_next_id text;
    v_iteration integer;
    v_stream_id bigint;
    v_ispb text;
    v_nonce text;
    v_arrived timestamptz;
    v_waiting_since timestamptz;
    v_waiting_until timestamptz;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    SELECT b.state, b.lease_until, b.next_id, b.iteration, b.stream_id, b.ispb, EXISTS (SELECT FROM pixstream.intact)
    INTO v_state, v_lease_until, v_next_id, v_iteration, v_stream_id, v_ispb, v_intact
    FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    IF NOT FOUND THEN
        SELECT 'opened', s.next_id, 0, s.stream_id, s.ispb, EXISTS (SELECT FROM pixstream.intact)
        INTO v_state, v_next_id, v_iteration, v_stream_id, v_ispb, v_intact
        FROM pixstream.stream s WHERE s.iteration_id = p_id;
    END IF;
    IF v_ispb IS DISTINCT FROM p_ispb THEN
        outcome := 'unknown';
        RETURN;
    END IF;
    IF NOT v_intact THEN
        PERFORM pixstream.recover();
        SELECT b.lease_until INTO v_lease_until FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    END IF;
    v_now := pixstream.store_time();
    v_arrived := v_now - p_waited_us * interval '1 us';
    supplanted := false;
    IF v_next_id IS NOT NULL THEN
        SELECT b.state, b.lease_until INTO v_state, v_lease_until
        FROM pixstream.batch b WHERE b.iteration_id = v_next_id AND b.part = 0;
        IF v_state <> 'leased' THEN
            outcome := 'closed';
        ELSIF v_lease_until <= v_now THEN
            PERFORM pixstream.end_stream(v_stream_id, 'expired', v_now);
            outcome := 'closed';
        ELSIF p_again THEN
            outcome := 'superseded';
        ELSE
            SELECT r.outcome, r.payloads, r.redelivered, r.lease_until
            INTO outcome, payloads, redelivered, lease_until
            FROM pixstream.resend(v_next_id, p_max, p_lease_ms, v_now) r;
            iteration_id := v_next_id;
        END IF;
        RETURN;
    END IF;
    IF v_state <> 'leased' THEN
        SELECT s.state, s.lease_until, s.nonce, s.waiting_since, s.waiting_until
        INTO v_state, v_lease_until, v_nonce, v_waiting_since, v_waiting_until
        FROM pixstream.stream s WHERE s.stream_id = v_stream_id;
        IF v_state <> 'open' THEN
            outcome := 'closed';
            RETURN;
        END IF;
        supplanted := coalesce(v_nonce <> p_nonce AND v_waiting_until > v_now, false);
    END IF;
    IF v_lease_until <= v_now THEN
        PERFORM pixstream.end_stream(v_stream_id, 'expired', v_now);
        outcome := 'closed';
        RETURN;
    END IF;
    IF supplanted AND (p_again OR v_waiting_since > v_arrived) THEN
        outcome := 'superseded';
        RETURN;
    END IF;
    SELECT c.payloads, c.redelivered, c.lease_until INTO payloads, redelivered, lease_until
    FROM pixstream.claim(p_ispb, v_stream_id, v_iteration + 1, p_new_id, p_max, p_lease_ms, v_now) c;
    IF v_iteration = 0 THEN
        IF payloads IS NOT NULL THEN
            UPDATE pixstream.stream s SET next_id = p_new_id WHERE s.stream_id = v_stream_id;
        END IF;
    ELSIF v_state = 'leased' THEN
        PERFORM pixstream.confirm(p_ispb, p_id, CASE WHEN payloads IS NOT NULL THEN p_new_id END, v_now);
    ELSIF payloads IS NOT NULL THEN
        UPDATE pixstream.batch b SET next_id = p_new_id WHERE b.iteration_id = p_id;
    END IF;
    IF payloads IS NOT NULL THEN
        IF v_waiting_until IS NOT NULL THEN
            UPDATE pixstream.stream s SET waiting_until = NULL, lease_until = pull.lease_until
            WHERE s.stream_id = v_stream_id;
        END IF;
        outcome := 'delivered';
        iteration_id := p_new_id;
        RETURN;
    END IF;
    IF NOT p_again OR v_nonce IS DISTINCT FROM p_nonce THEN
        UPDATE pixstream.stream s
        SET nonce = p_nonce, waiting_max = p_max, waiting_since = v_arrived,
            waiting_until = v_now + p_wait_ms * interval '1 ms',
            lease_until = v_now + (p_wait_ms + p_lease_ms) * interval '1 ms'
        WHERE s.stream_id = v_stream_id;
    END IF;
    outcome := 'empty';
    iteration_id := p_id;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.close(
    p_ispb text, p_id text,
    OUT outcome text, OUT messages integer, OUT nodes text[], OUT maxes integer[], OUT supplanted boolean
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_state text;
    v_lease_until timestamptz;
    v_next_id text;
    v_stream_id bigint;
    v_ispb text;
    v_outcome text := 'confirmed';
    v_waiting_until timestamptz;
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    v_now := pixstream.store_time();
    messages := 0;
    supplanted := false;
    SELECT b.state, b.lease_until, b.next_id, b.stream_id, b.ispb
    INTO v_state, v_lease_until, v_next_id, v_stream_id, v_ispb
    FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0;
    IF NOT FOUND THEN
        SELECT 'opened', s.next_id, s.stream_id, s.ispb
        INTO v_state, v_next_id, v_stream_id, v_ispb
        FROM pixstream.stream s WHERE s.iteration_id = p_id;
    END IF;
    IF v_ispb IS DISTINCT FROM p_ispb THEN
        outcome := 'unknown';
        RETURN;
    END IF;
    IF v_next_id IS NOT NULL THEN
        v_outcome := 'returned';
        SELECT b.state, b.lease_until, b.next_id INTO v_state, v_lease_until, v_next_id
        FROM pixstream.batch b WHERE b.iteration_id = v_next_id AND b.part = 0;
        IF v_next_id IS NOT NULL THEN
            outcome := 'closed';
            RETURN;
        END IF;
    END IF;
    IF v_state <> 'leased' THEN
        SELECT s.state, s.lease_until, s.waiting_until INTO v_state, v_lease_until, v_waiting_until
        FROM pixstream.stream s WHERE s.stream_id = v_stream_id;
        IF v_state <> 'open' THEN
            outcome := 'closed';
            RETURN;
        END IF;
        supplanted := coalesce(v_waiting_until > v_now, false);
    END IF;
    IF v_lease_until <= v_now THEN
        messages := pixstream.end_stream(v_stream_id, 'expired', v_now);
        outcome := 'closed';
    ELSE
        IF v_outcome = 'confirmed' THEN
            PERFORM pixstream.confirm(p_ispb, p_id, NULL, v_now);
        END IF;
        messages := pixstream.end_stream(v_stream_id, 'closed', v_now);
        outcome := v_outcome;
    END IF;
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.due(p_max integer) RETURNS TABLE (ispb text)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    UPDATE pixstream.stream s SET lease_until = greatest(s.lease_until, b.lease_until)
    FROM pixstream.stream o,
         LATERAL (SELECT n.state, n.lease_until FROM pixstream.batch n WHERE n.stream_id = o.stream_id
                  ORDER BY n.iteration DESC LIMIT 1) b
    WHERE o.ended_at IS NULL AND o.lease_until <= v_now AND b.state = 'leased' AND b.lease_until > v_now
      AND s.stream_id = o.stream_id;
    RETURN QUERY
        SELECT DISTINCT s.ispb FROM pixstream.stream s WHERE s.ended_at IS NULL AND s.lease_until <= v_now LIMIT p_max;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.expire(
    p_ispb text, OUT streams integer, OUT messages integer, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    PERFORM pixstream.lock_lane(p_ispb);
    IF NOT EXISTS (SELECT FROM pixstream.intact) THEN
        PERFORM pixstream.recover();
    END IF;
    SELECT e.streams, e.messages INTO streams, messages FROM pixstream.expire_lane(p_ispb) e;
    IF messages > 0 THEN
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.append(
    p_ispb text, p_ids text[], p_payloads bytea[],
    OUT inserted integer, OUT duplicates integer, OUT conflict text, OUT nodes text[], OUT maxes integer[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_tail bigint;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT l.tail INTO v_tail FROM pixstream.lane l WHERE l.ispb = p_ispb FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO pixstream.lane VALUES (p_ispb, 0) ON CONFLICT DO NOTHING;
        SELECT l.tail INTO v_tail FROM pixstream.lane l WHERE l.ispb = p_ispb FOR NO KEY UPDATE;
    END IF;
    inserted := 0;
    duplicates := 0;
    SELECT min(g.id) INTO conflict FROM (
        SELECT i.id FROM unnest(p_ids, p_payloads) i (id, payload) GROUP BY i.id
        HAVING count(DISTINCT i.payload) > 1
        UNION ALL
        SELECT i.id FROM unnest(p_ids, p_payloads) i (id, payload)
        JOIN pixstream.message m ON m.ispb = p_ispb AND m.end_to_end_id = i.id WHERE m.payload <> i.payload
    ) g;
    IF conflict IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO pixstream.message (ispb, seq, end_to_end_id, stored_at, payload)
    SELECT p_ispb, v_tail + row_number() OVER (ORDER BY f.place), f.id, pixstream.store_time(), f.payload
    FROM (SELECT DISTINCT ON (i.id) i.id, i.payload, i.place
          FROM unnest(p_ids, p_payloads) WITH ORDINALITY i (id, payload, place)
          WHERE NOT EXISTS (SELECT FROM pixstream.message m WHERE m.ispb = p_ispb AND m.end_to_end_id = i.id)
          ORDER BY i.id, i.place) f;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    duplicates := cardinality(p_ids) - inserted;
    IF inserted > 0 THEN
        UPDATE pixstream.lane l SET tail = v_tail + inserted WHERE l.ispb = p_ispb;
        SELECT w.nodes, w.maxes INTO nodes, maxes FROM pixstream.waiting(p_ispb) w;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.grace(p_id text, p_seen timestamptz, p_grace_ms integer) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_until timestamptz := pixstream.store_time() + p_grace_ms * interval '1 ms';
BEGIN
    UPDATE pixstream.batch b SET lease_until = least(b.lease_until, v_until)
    WHERE b.iteration_id = p_id AND b.state = 'leased' AND b.lease_until = p_seen;
    IF FOUND THEN
        UPDATE pixstream.stream s SET lease_until = least(s.lease_until, v_until)
        WHERE s.stream_id = (SELECT b.stream_id FROM pixstream.batch b WHERE b.iteration_id = p_id AND b.part = 0)
          AND s.ended_at IS NULL;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.leave(p_ispb text, p_nonce text, p_lease_ms integer) RETURNS void
    LANGUAGE sql VOLATILE
AS $$
    UPDATE pixstream.stream s
    SET waiting_until = NULL, lease_until = pixstream.store_time() + p_lease_ms * interval '1 ms'
    WHERE s.ispb = p_ispb AND s.ended_at IS NULL AND s.nonce = p_nonce AND s.waiting_until IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION pixstream.backlog(p_ispbs text[]) RETURNS TABLE (ispb text, messages integer)
    LANGUAGE sql STABLE
AS $$
    SELECT l.ispb, least(f.messages + r.messages, 60)::integer
    FROM unnest(p_ispbs) l (ispb),
         LATERAL (SELECT coalesce((SELECT b.to_seq FROM pixstream.batch b WHERE b.ispb = l.ispb
                                   ORDER BY b.to_seq DESC LIMIT 1), 0) AS head) h,
         LATERAL (SELECT count(*) AS messages FROM pixstream.message m
                  WHERE m.ispb = l.ispb AND m.seq > h.head AND m.seq <= h.head + 60) f,
         LATERAL (SELECT coalesce(sum(q.to_seq - q.from_seq), 0) AS messages FROM pixstream.returned q
                  WHERE q.ispb = l.ispb) r
    WHERE f.messages + r.messages > 0
$$;

CREATE OR REPLACE FUNCTION pixstream.renew(
    p_ispbs text[], p_nonces text[], p_maxes integer[], p_waited_us bigint[], p_left_ms integer[], p_lease_ms integer
) RETURNS TABLE (nonce text)
    LANGUAGE sql VOLATILE
AS $$
    UPDATE pixstream.stream s
    SET waiting_max = r.max,
        waiting_since = n.now - r.waited_us * interval '1 us',
        waiting_until = n.now + r.left_ms * interval '1 ms',
        lease_until = n.now + (r.left_ms + p_lease_ms) * interval '1 ms'
    FROM unnest(p_ispbs, p_nonces, p_maxes, p_waited_us, p_left_ms) r (ispb, nonce, max, waited_us, left_ms),
         (SELECT pixstream.store_time() AS now) n
    WHERE s.ispb = r.ispb AND s.ended_at IS NULL AND s.nonce = r.nonce AND s.lease_until > n.now
    RETURNING s.nonce
$$;

CREATE OR REPLACE VIEW pixstream.message_history AS
SELECT m.ispb, m.seq, m.end_to_end_id, m.stored_at, m.payload,
       b.attempt, b.stream_id, b.leased_at, b.lease_until, b.ended_at, b.state AS outcome
FROM pixstream.message m
LEFT JOIN pixstream.batch b
       ON b.ispb = m.ispb AND b.to_seq >= m.seq AND b.to_seq < m.seq + 10 AND b.from_seq < m.seq;

CREATE OR REPLACE FUNCTION pixstream.partition_violations() RETURNS TABLE (ispb text, violation text)
    LANGUAGE sql STABLE
AS $$
    WITH head AS (
        SELECT l.ispb, l.tail, coalesce(max(b.to_seq), 0) AS head
        FROM pixstream.lane l LEFT JOIN pixstream.batch b ON b.ispb = l.ispb
        GROUP BY l.ispb, l.tail
    ), place AS (
        SELECT b.ispb, b.from_seq, b.to_seq, b.state AS what FROM pixstream.batch b
        WHERE b.state IN ('leased', 'confirmed')
        UNION ALL
        SELECT r.ispb, r.from_seq, r.to_seq, 'returned' FROM pixstream.returned r
        UNION ALL
        SELECT h.ispb, h.head, h.tail, 'beyond the head' FROM head h WHERE h.head < h.tail
    ), chain AS (
        SELECT p.*, coalesce(lag(p.to_seq) OVER (PARTITION BY p.ispb ORDER BY p.from_seq, p.to_seq), 0) AS expected
        FROM place p
    )
    SELECT c.ispb, format('(%s, %s] %s starts at %s, not at %s', c.from_seq, c.to_seq, c.what, c.from_seq, c.expected)
    FROM chain c WHERE c.from_seq <> c.expected
    UNION ALL
    SELECT h.ispb, format('head %s lies beyond tail %s', h.head, h.tail) FROM head h WHERE h.head > h.tail
    UNION ALL
    SELECT l.ispb, format('tail %s but %s messages up to %s', l.tail, count(m.seq), coalesce(max(m.seq), 0))
    FROM pixstream.lane l LEFT JOIN pixstream.message m ON m.ispb = l.ispb
    GROUP BY l.ispb, l.tail HAVING count(m.seq) <> l.tail OR coalesce(max(m.seq), 0) <> l.tail
    UNION ALL
    SELECT b.ispb, format('batch %s is leased to stream %s, which is %s', b.iteration, b.stream_id, s.state)
    FROM pixstream.batch b JOIN pixstream.stream s ON s.stream_id = b.stream_id
    WHERE b.state = 'leased' AND s.state <> 'open'
    UNION ALL
    SELECT b.ispb, format('stream %s has %s leased batches', b.stream_id, count(DISTINCT b.iteration_id))
    FROM pixstream.batch b WHERE b.state = 'leased'
    GROUP BY b.ispb, b.stream_id HAVING count(DISTINCT b.iteration_id) > 1
    UNION ALL
    SELECT s.ispb, format('%s streams are open', count(*)) FROM pixstream.stream s
    WHERE s.ended_at IS NULL GROUP BY s.ispb HAVING count(*) > 6
$$;

CREATE OR REPLACE FUNCTION pixstream.load(p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[])
    RETURNS TABLE (seq bigint, end_to_end_id text, stored_at timestamptz, payload bytea)
    LANGUAGE sql STABLE
AS $$
    SELECT m.seq, m.end_to_end_id, m.stored_at, m.payload
    FROM unnest(p_from_seqs, p_to_seqs) WITH ORDINALITY r (from_seq, to_seq, place),
         LATERAL (SELECT n.seq, n.end_to_end_id, n.stored_at, n.payload FROM pixstream.message n
                  WHERE n.ispb = p_ispb AND n.seq > r.from_seq AND n.seq <= r.to_seq
                  ORDER BY n.seq LIMIT r.to_seq - r.from_seq) m
    ORDER BY r.place, m.seq
$$;

CREATE OR REPLACE FUNCTION pixstream.processing_violations() RETURNS TABLE (ispb text, violation text)
    LANGUAGE sql STABLE
AS $$
    WITH head AS (
        SELECT j.ispb, max(j.to_n) AS head FROM pixstream.job j GROUP BY j.ispb
    ), log AS (
        SELECT c.*, coalesce(h.head, 0) AS head, lag(c.n) OVER (PARTITION BY c.ispb ORDER BY c.n) AS before
        FROM pixstream.confirmed c LEFT JOIN head h ON h.ispb = c.ispb
    ), held AS (
        SELECT l.ispb, l.from_seq, l.to_seq, 'never taken' AS what FROM log l WHERE l.n > l.head
        UNION ALL
        SELECT c.ispb, c.from_seq, c.to_seq, 'in job ' || j.token FROM pixstream.job j
        JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n AND c.n <= j.to_n
        WHERE j.state = 'running'
        UNION ALL
        SELECT f.ispb, f.seq - 1, f.seq, f.state FROM pixstream.failure f WHERE f.state <> 'processed'
    ), chain AS (
        SELECT h.*, max(h.to_seq) OVER (PARTITION BY h.ispb ORDER BY h.from_seq, h.to_seq
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM held h
    ), placed AS (
        SELECT h.ispb, h.from_seq, h.to_seq, h.what FROM held h
        UNION ALL
        SELECT l.ispb, l.from_seq, l.to_seq, 'taken' FROM log l WHERE l.n <= l.head
    ), first AS (
        SELECT j.*, lag(j.to_n) OVER (PARTITION BY j.ispb ORDER BY j.to_n) AS before
        FROM pixstream.job j WHERE j.attempt = 1
    )
    SELECT c.ispb, format('(%s, %s] is %s and somewhere else', c.from_seq, c.to_seq, c.what)
    FROM chain c WHERE c.reached > c.from_seq
    UNION ALL
    SELECT p.ispb, format('(%s, %s] is %s but not confirmed', p.from_seq, p.to_seq, p.what)
    FROM placed p,
         LATERAL (SELECT coalesce(sum(least(b.to_seq, p.to_seq) - greatest(b.from_seq, p.from_seq)), 0) AS messages
                  FROM pixstream.batch b
                  WHERE b.ispb = p.ispb AND b.state = 'confirmed' AND b.to_seq > p.from_seq
                    AND b.to_seq < p.to_seq + 10 AND b.from_seq < p.to_seq) s
    WHERE s.messages <> p.to_seq - p.from_seq
    UNION ALL
    SELECT b.ispb, format('batch (%s, %s] is %s with place %s in confirmed', b.from_seq, b.to_seq, b.state, b.confirmed_n)
    FROM pixstream.batch b
    LEFT JOIN pixstream.confirmed c
           ON c.ispb = b.ispb AND c.n = b.confirmed_n AND c.from_seq = b.from_seq AND c.to_seq = b.to_seq
    WHERE (b.state = 'confirmed') <> (c.n IS NOT NULL) OR (b.state <> 'confirmed' AND b.confirmed_n IS NOT NULL)
    UNION ALL
    SELECT b.ispb, format('place %s in confirmed is of %s batches', b.confirmed_n, count(*))
    FROM pixstream.batch b WHERE b.confirmed_n IS NOT NULL GROUP BY b.ispb, b.confirmed_n HAVING count(*) > 1
    UNION ALL
    SELECT l.ispb, format('confirmed goes from %s to %s', l.before, l.n) FROM log l WHERE l.n <> l.before + 1
    UNION ALL
    SELECT f.ispb, format('job (%s, %s] starts at %s, not at %s', f.from_n, f.to_n, f.from_n, f.before)
    FROM first f
    WHERE f.from_n <> f.before
       OR (f.before IS NULL AND f.from_n >= (SELECT min(c.n) FROM pixstream.confirmed c WHERE c.ispb = f.ispb))
    UNION ALL
    SELECT h.ispb, format('jobs reach %s, confirmations do not', h.head)
    FROM head h WHERE NOT EXISTS (SELECT FROM pixstream.confirmed c WHERE c.ispb = h.ispb AND c.n = h.head)
    UNION ALL
    SELECT j.ispb, format('job up to %s has the attempts %s', j.to_n, string_agg(j.attempt || ' ' || j.state, ', '))
    FROM pixstream.job j GROUP BY j.ispb, j.to_n
    HAVING count(*) <> max(j.attempt) OR min(j.from_n) <> max(j.from_n)
        OR count(*) FILTER (WHERE j.state = 'lost') <> count(*) - 1
        OR max(j.attempt) FILTER (WHERE j.state <> 'lost') <> max(j.attempt)
    UNION ALL
    SELECT j.ispb, format('job %s is %s and ended at %s', j.token, j.state, j.ended_at)
    FROM pixstream.job j WHERE (j.state = 'running') <> (j.ended_at IS NULL)
    UNION ALL
    SELECT f.ispb, format('failure of %s is %s, ended at %s, of worker %s', f.seq, f.state, f.ended_at, f.token)
    FROM pixstream.failure f
    WHERE (f.state IN ('processed', 'discarded')) <> (f.ended_at IS NOT NULL)
       OR (f.state <> 'retrying' AND f.token IS NOT NULL)
    UNION ALL
    SELECT f.ispb, format('failure of %s names %s', f.seq, f.end_to_end_id) FROM pixstream.failure f
    WHERE NOT EXISTS (SELECT FROM pixstream.message m
                      WHERE m.ispb = f.ispb AND m.seq = f.seq AND m.end_to_end_id = f.end_to_end_id)
$$;

CREATE OR REPLACE FUNCTION pixstream.lock_queue_key(p_ispb text) RETURNS integer
    LANGUAGE sql IMMUTABLE
AS 'SELECT hashtext(p_ispb)';
CREATE OR REPLACE FUNCTION pixstream.lock_queue(p_ispb text) RETURNS void
    LANGUAGE sql VOLATILE
AS 'SELECT pg_advisory_xact_lock(1886613620, pixstream.lock_queue_key(p_ispb))';

CREATE OR REPLACE FUNCTION pixstream.new_token() RETURNS bigint
    LANGUAGE sql VOLATILE
AS $$
    SELECT ((extract(epoch FROM pixstream.store_time()) * 1000000)::bigint << 12) | nextval('pixstream.token_part')
$$;

CREATE OR REPLACE FUNCTION pixstream.take_lost(
    p_worker text, p_visible_until timestamptz, p_jobs_max integer, p_from timestamptz, p_now timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_lost record;
BEGIN
    FOR v_lost IN
        UPDATE pixstream.job l SET state = 'lost', ended_at = p_now
        WHERE l.ctid = ANY (ARRAY(
            SELECT j.ctid FROM pixstream.job j
            WHERE j.state = 'running' AND j.visible_at <= p_now AND j.visible_at >= coalesce(p_from, '-infinity')
            ORDER BY j.visible_at LIMIT p_jobs_max FOR UPDATE SKIP LOCKED))
        RETURNING l.ispb, l.from_n, l.to_n, l.attempt
    LOOP
        token := pixstream.new_token();
        ispb := v_lost.ispb;
        retry := false;
        attempt := v_lost.attempt + 1;
        INSERT INTO pixstream.job (ispb, from_n, to_n, attempt, token, worker, taken_at, visible_at)
        VALUES (v_lost.ispb, v_lost.from_n, v_lost.to_n, v_lost.attempt + 1, take_lost.token, p_worker, p_now,
                p_visible_until);
        SELECT array_agg(c.from_seq ORDER BY c.n), array_agg(c.to_seq ORDER BY c.n) INTO from_seqs, to_seqs
        FROM pixstream.confirmed c WHERE c.ispb = v_lost.ispb AND c.n > v_lost.from_n AND c.n <= v_lost.to_n;
        RETURN NEXT;
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.take_due(
    p_visible_until timestamptz, p_jobs_max integer, p_from timestamptz, p_now timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE sql VOLATILE
AS $$
    UPDATE pixstream.failure f
    SET token = pixstream.new_token(), visible_at = p_visible_until,
        attempts = f.attempts + (f.token IS NOT NULL)::integer
    WHERE f.ctid = ANY (ARRAY(
        SELECT d.ctid FROM pixstream.failure d
        WHERE d.state = 'retrying' AND d.visible_at <= p_now AND d.visible_at >= coalesce(p_from, '-infinity')
        ORDER BY d.visible_at LIMIT p_jobs_max FOR UPDATE SKIP LOCKED))
    RETURNING f.token, f.ispb, true, ARRAY[f.seq - 1], ARRAY[f.seq], f.attempts + 1
$$;

CREATE OR REPLACE FUNCTION pixstream.pack_job(
    p_ispb text, p_from_n bigint, p_messages_max integer,
    OUT to_n bigint, OUT from_seqs bigint[], OUT to_seqs bigint[]
)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_row record;
    v_messages bigint := 0;
    v_part integer := 0;
    v_end bigint;
BEGIN
    to_n := p_from_n;
    FOR v_row IN
        SELECT c.n, c.from_seq, c.to_seq FROM pixstream.confirmed c
        WHERE c.ispb = p_ispb AND c.n > p_from_n AND c.n <= p_from_n + p_messages_max ORDER BY c.n
    LOOP
        v_messages := v_messages + v_row.to_seq - v_row.from_seq;
        EXIT WHEN v_messages > p_messages_max AND v_part > 0;
        IF v_row.from_seq = v_end THEN
            to_seqs[v_part] := v_row.to_seq;
        ELSE
            v_part := v_part + 1;
            from_seqs[v_part] := v_row.from_seq;
            to_seqs[v_part] := v_row.to_seq;
        END IF;
        v_end := v_row.to_seq;
        to_n := v_row.n;
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.take_fresh(
    p_worker text, p_visible_until timestamptz, p_ispbs text[], p_jobs_max integer, p_messages_max integer,
    p_now timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_lanes text[];
    v_heads bigint[];
    v_to_n bigint;
    v_left integer := p_jobs_max;
    v_found boolean := true;
BEGIN
    SELECT array_agg(w.ispb ORDER BY pixstream.lock_queue_key(w.ispb), w.ispb) INTO v_lanes
    FROM (SELECT l.ispb FROM (SELECT DISTINCT u.ispb FROM unnest(p_ispbs) u (ispb)) l
          WHERE (SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = l.ispb ORDER BY c.n DESC LIMIT 1)
                > coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = l.ispb ORDER BY j.to_n DESC LIMIT 1), 0)
          ORDER BY random() LIMIT p_jobs_max) w;
    FOR i IN 1 .. coalesce(cardinality(v_lanes), 0) LOOP
        PERFORM pixstream.lock_queue(v_lanes[i]);
        v_heads[i] := coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = v_lanes[i]
                                ORDER BY j.to_n DESC LIMIT 1), 0);
    END LOOP;
    retry := false;
    attempt := 1;
    WHILE v_found AND v_left > 0 LOOP
        v_found := false;
        FOR i IN 1 .. coalesce(cardinality(v_lanes), 0) LOOP
            EXIT WHEN v_left = 0;
            SELECT p.to_n, p.from_seqs, p.to_seqs INTO v_to_n, from_seqs, to_seqs
            FROM pixstream.pack_job(v_lanes[i], v_heads[i], p_messages_max) p;
            CONTINUE WHEN v_to_n = v_heads[i];
            ispb := v_lanes[i];
            token := pixstream.new_token();
            INSERT INTO pixstream.job (ispb, from_n, to_n, attempt, token, worker, taken_at, visible_at)
            VALUES (v_lanes[i], v_heads[i], v_to_n, 1, take_fresh.token, p_worker, p_now, p_visible_until);
            v_heads[i] := v_to_n;
            v_left := v_left - 1;
            v_found := true;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.take_jobs(
    p_worker text, p_ispbs text[], p_jobs_max integer, p_messages_max integer, p_visibility_ms integer,
    p_running_from timestamptz, p_retrying_from timestamptz
) RETURNS TABLE (token bigint, ispb text, retry boolean, from_seqs bigint[], to_seqs bigint[], attempt integer)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
    v_until timestamptz := v_now + p_visibility_ms * interval '1 ms';
    v_left integer := p_jobs_max;
    v_taken integer;
BEGIN
    RETURN QUERY SELECT * FROM pixstream.take_lost(p_worker, v_until, v_left, p_running_from, v_now);
    GET DIAGNOSTICS v_taken = ROW_COUNT;
    v_left := v_left - v_taken;
    IF v_left > 0 THEN
        RETURN QUERY SELECT * FROM pixstream.take_due(v_until, v_left, p_retrying_from, v_now);
        GET DIAGNOSTICS v_taken = ROW_COUNT;
        v_left := v_left - v_taken;
    END IF;
    IF v_left > 0 AND cardinality(p_ispbs) > 0 THEN
        RETURN QUERY SELECT * FROM pixstream.take_fresh(p_worker, v_until, p_ispbs, v_left, p_messages_max, v_now);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.extend_jobs(
    p_tokens bigint[], p_retry_tokens bigint[], p_retry_ispbs text[], p_retry_seqs bigint[], p_visibility_ms integer
) RETURNS TABLE (token bigint)
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_until timestamptz := pixstream.store_time() + p_visibility_ms * interval '1 ms';
    v_token bigint;
BEGIN
    FOREACH v_token IN ARRAY p_tokens LOOP
        RETURN QUERY
        UPDATE pixstream.job j SET visible_at = v_until
        WHERE j.token = v_token AND j.state = 'running'
        RETURNING j.token;
    END LOOP;
    FOR i IN 1 .. cardinality(p_retry_tokens) LOOP
        RETURN QUERY
        UPDATE pixstream.failure f SET visible_at = v_until
        WHERE f.ispb = p_retry_ispbs[i] AND f.seq = p_retry_seqs[i] AND f.token = p_retry_tokens[i]
          AND f.state = 'retrying'
        RETURNING f.token;
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.complete_job(p_token bigint, p_ispb text, p_retry_seq bigint) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF p_retry_seq IS NULL THEN
        UPDATE pixstream.job j SET state = 'done', ended_at = pixstream.store_time()
        WHERE j.token = p_token AND j.state = 'running';
    ELSE
        UPDATE pixstream.failure f SET state = 'processed', ended_at = pixstream.store_time(), token = NULL
        WHERE f.ispb = p_ispb AND f.seq = p_retry_seq AND f.token = p_token AND f.state = 'retrying';
    END IF;
    RETURN FOUND;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.fail_job(
    p_token bigint, p_ispb text, p_retry_seq bigint,
    p_seqs bigint[], p_classes text[], p_messages text[], p_retry_ms bigint[]
) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz := pixstream.store_time();
BEGIN
    IF p_retry_seq IS NOT NULL THEN
        UPDATE pixstream.failure f
        SET state = CASE WHEN p_retry_ms[1] IS NULL THEN 'dead' ELSE 'retrying' END,
            attempts = f.attempts + 1, token = NULL, last_failed_at = v_now,
            visible_at = v_now + coalesce(p_retry_ms[1], 0) * interval '1 ms',
            error_class = left(p_classes[1], 200), error_message = left(p_messages[1], 1000)
        WHERE f.ispb = p_ispb AND f.seq = p_retry_seq AND f.token = p_token AND f.state = 'retrying';
        RETURN FOUND;
    END IF;
    UPDATE pixstream.job j SET state = 'done', ended_at = v_now WHERE j.token = p_token AND j.state = 'running';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO pixstream.failure (ispb, seq, end_to_end_id, state, attempts, visible_at, error_class, error_message,
                                   first_failed_at, last_failed_at)
    SELECT p_ispb, m.seq, m.end_to_end_id, CASE WHEN e.retry_ms IS NULL THEN 'dead' ELSE 'retrying' END, 1,
           v_now + coalesce(e.retry_ms, 0) * interval '1 ms', left(e.class, 200), left(e.message, 1000), v_now, v_now
    FROM unnest(p_seqs, p_classes, p_messages, p_retry_ms) e (seq, class, message, retry_ms)
    JOIN pixstream.message m ON m.ispb = p_ispb AND m.seq = e.seq
    ON CONFLICT (ispb, seq) DO UPDATE
    SET state = excluded.state, attempts = 1, visible_at = excluded.visible_at, token = NULL,
        error_class = excluded.error_class, error_message = excluded.error_message,
        first_failed_at = v_now, last_failed_at = v_now, ended_at = NULL;
    RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.enqueue(p_ispb text, p_from_seqs bigint[], p_to_seqs bigint[]) RETURNS bigint
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    v_now timestamptz;
    v_revived bigint;
    v_again bigint;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pixstream.lock_lane(p_ispb);
    PERFORM pixstream.lock_queue(p_ispb);
    v_now := pixstream.store_time();
    UPDATE pixstream.failure f SET state = 'retrying', attempts = 0, visible_at = v_now, token = NULL
    WHERE f.ispb = p_ispb AND f.state = 'dead'
      AND EXISTS (SELECT FROM unnest(p_from_seqs, p_to_seqs) r (from_seq, to_seq)
                  WHERE f.seq > r.from_seq AND f.seq <= r.to_seq);
    GET DIAGNOSTICS v_revived = ROW_COUNT;
    WITH asked AS (
        SELECT DISTINCT s.seq
        FROM unnest(p_from_seqs, p_to_seqs) r (from_seq, to_seq),
             LATERAL (SELECT b.from_seq, b.to_seq FROM pixstream.batch b
                      WHERE b.ispb = p_ispb AND b.state = 'confirmed' AND b.to_seq > r.from_seq
                        AND b.to_seq < r.to_seq + 10 AND b.from_seq < r.to_seq) b,
             LATERAL generate_series(greatest(b.from_seq, r.from_seq) + 1, least(b.to_seq, r.to_seq)) s (seq)
    ), queued AS (
        SELECT c.from_seq, c.to_seq FROM pixstream.confirmed c
        WHERE c.ispb = p_ispb
          AND c.n > coalesce((SELECT max(j.to_n) FROM pixstream.job j WHERE j.ispb = p_ispb), 0)
        UNION ALL
        SELECT c.from_seq, c.to_seq FROM pixstream.job j
        JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n AND c.n <= j.to_n
        WHERE j.ispb = p_ispb AND j.state = 'running'
        UNION ALL
        SELECT f.seq - 1, f.seq FROM pixstream.failure f
        WHERE f.ispb = p_ispb AND f.state IN ('retrying', 'discarded')
    ), free AS (
        SELECT a.seq, a.seq - row_number() OVER (ORDER BY a.seq) AS island FROM asked a
        WHERE NOT EXISTS (SELECT FROM queued q WHERE a.seq > q.from_seq AND a.seq <= q.to_seq)
    ), piece AS (
        SELECT p.island, p.seq, (row_number() OVER (PARTITION BY p.island ORDER BY p.seq) - 1) / 10 AS number FROM free p
    ), put AS (
        INSERT INTO pixstream.confirmed (ispb, n, from_seq, to_seq)
        SELECT p_ispb, coalesce((SELECT max(c.n) FROM pixstream.confirmed c WHERE c.ispb = p_ispb), 0)
                       + row_number() OVER (ORDER BY min(p.seq)), min(p.seq) - 1, max(p.seq)
        FROM piece p GROUP BY p.island, p.number
        RETURNING to_seq - from_seq AS messages
    )
    SELECT coalesce(sum(p.messages), 0) INTO v_again FROM put p;
    RETURN v_revived + v_again;
END
$$;

CREATE OR REPLACE FUNCTION pixstream.waiting_lanes(p_after text, p_lanes_max integer, OUT ispbs text[], OUT last text)
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(array_agg(s.ispb ORDER BY s.ispb) FILTER (WHERE s.waits), '{}'),
           CASE WHEN count(*) = p_lanes_max THEN max(s.ispb) END
    FROM (SELECT l.ispb,
                 (SELECT c.n FROM pixstream.confirmed c WHERE c.ispb = l.ispb ORDER BY c.n DESC LIMIT 1)
                 > coalesce((SELECT j.to_n FROM pixstream.job j WHERE j.ispb = l.ispb ORDER BY j.to_n DESC LIMIT 1), 0)
                 AS waits
          FROM pixstream.lane l WHERE l.ispb > p_after ORDER BY l.ispb LIMIT p_lanes_max) s
$$;

CREATE OR REPLACE FUNCTION pixstream.oldest_work(
    p_running_from timestamptz, p_retrying_from timestamptz,
    OUT running_from timestamptz, OUT retrying_from timestamptz
)
    LANGUAGE sql VOLATILE
AS $$
    SELECT least(n.sure,
                 (SELECT j.visible_at FROM pixstream.job j
                  WHERE j.state = 'running' AND j.visible_at >= coalesce(p_running_from, '-infinity')
                  ORDER BY j.visible_at LIMIT 1)),
           least(n.sure,
                 (SELECT f.visible_at FROM pixstream.failure f
                  WHERE f.state = 'retrying' AND f.visible_at >= coalesce(p_retrying_from, '-infinity')
                  ORDER BY f.visible_at LIMIT 1))
    FROM (SELECT pixstream.store_time() - interval '10 s' AS sure) n
$$;

CREATE TABLE pixstream.flyway_schema_history (
    installed_rank integer PRIMARY KEY,
    version        varchar(50),
    description    varchar(200) NOT NULL,
    type           varchar(20) NOT NULL,
    script         varchar(1000) NOT NULL,
    checksum       integer,
    installed_by   varchar(100) NOT NULL DEFAULT current_user,
    installed_on   timestamp NOT NULL DEFAULT now(),
    execution_time integer NOT NULL DEFAULT 1,
    success        boolean NOT NULL DEFAULT true
);
CREATE INDEX flyway_schema_history_s_idx ON pixstream.flyway_schema_history (success);
INSERT INTO pixstream.flyway_schema_history (installed_rank, version, description, type, script, checksum) VALUES
    (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"pixstream"', NULL),
    (1, '1', 'lanes', 'SQL', 'V1__lanes.sql', -288266855),
    (2, '2', 'processing', 'SQL', 'V2__processing.sql', 211076034),
    (3, NULL, '01 store time', 'SQL', 'R__01_store_time.sql', -484160071),
    (4, NULL, '02 lock lane', 'SQL', 'R__02_lock_lane.sql', -971691843),
    (5, NULL, '03 recover', 'SQL', 'R__03_recover.sql', -1245514367),
    (6, NULL, '04 claim', 'SQL', 'R__04_claim.sql', 128001091),
    (7, NULL, '05 end stream', 'SQL', 'R__05_end_stream.sql', 788316315),
    (8, NULL, '06 waiting', 'SQL', 'R__06_waiting.sql', 37307674),
    (9, NULL, '07 resend', 'SQL', 'R__07_resend.sql', -99024723),
    (10, NULL, '08 expire lane', 'SQL', 'R__08_expire_lane.sql', 1293902076),
    (11, NULL, '09 confirm', 'SQL', 'R__09_confirm.sql', -1420287059),
    (12, NULL, '10 open', 'SQL', 'R__10_open.sql', 1785711733),
    (13, NULL, '11 pull', 'SQL', 'R__11_pull.sql', -1579718567),
    (14, NULL, '12 close', 'SQL', 'R__12_close.sql', 1606348443),
    (15, NULL, '13 due', 'SQL', 'R__13_due.sql', 958715991),
    (16, NULL, '14 expire', 'SQL', 'R__14_expire.sql', 1333116289),
    (17, NULL, '15 append', 'SQL', 'R__15_append.sql', -2098704776),
    (18, NULL, '16 grace', 'SQL', 'R__16_grace.sql', -1205436622),
    (19, NULL, '17 leave', 'SQL', 'R__17_leave.sql', -1244958909),
    (20, NULL, '18 backlog', 'SQL', 'R__18_backlog.sql', 286735492),
    (21, NULL, '19 renew', 'SQL', 'R__19_renew.sql', -1112005926),
    (22, NULL, '20 history', 'SQL', 'R__20_history.sql', 543018417),
    (23, NULL, '21 partition', 'SQL', 'R__21_partition.sql', 1712556076),
    (24, NULL, '22 load', 'SQL', 'R__22_load.sql', -994296539),
    (25, NULL, '23 processing', 'SQL', 'R__23_processing.sql', -789473549),
    (26, NULL, '28 lock queue', 'SQL', 'R__28_lock_queue.sql', 270774595),
    (27, NULL, '29 new token', 'SQL', 'R__29_new_token.sql', 773454521),
    (28, NULL, '30 take lost', 'SQL', 'R__30_take_lost.sql', -361987332),
    (29, NULL, '31 take due', 'SQL', 'R__31_take_due.sql', 423525323),
    (30, NULL, '32 pack job', 'SQL', 'R__32_pack_job.sql', 12808381),
    (31, NULL, '33 take fresh', 'SQL', 'R__33_take_fresh.sql', 421158309),
    (32, NULL, '34 take jobs', 'SQL', 'R__34_take_jobs.sql', 869960165),
    (33, NULL, '35 extend jobs', 'SQL', 'R__35_extend_jobs.sql', 1354229058),
    (34, NULL, '36 complete job', 'SQL', 'R__36_complete_job.sql', -546032067),
    (35, NULL, '37 fail job', 'SQL', 'R__37_fail_job.sql', -401832305),
    (36, NULL, '38 enqueue', 'SQL', 'R__38_enqueue.sql', -1239653498),
    (37, NULL, '39 waiting lanes', 'SQL', 'R__39_waiting_lanes.sql', 1376191395),
    (38, NULL, '40 oldest work', 'SQL', 'R__40_oldest_work.sql', -645862908);
