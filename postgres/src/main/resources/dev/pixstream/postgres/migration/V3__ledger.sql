-- The ledger of the processor that ships: a credit to the recebedor's account for each message, written once.

CREATE TABLE pixstream.ledger_entry (
    ispb          text COLLATE "C" NOT NULL,
    end_to_end_id text COLLATE "C" NOT NULL, -- a repeat changes nothing
    agencia       text COLLATE "C" NOT NULL,
    conta         text COLLATE "C" NOT NULL,
    tipo_conta    text COLLATE "C" NOT NULL,
    amount        numeric(15, 2) NOT NULL,   -- reais
    posted_at     timestamptz NOT NULL,
    PRIMARY KEY (ispb, end_to_end_id)
);

CREATE VIEW pixstream.ledger_balance AS
    SELECT e.ispb, e.agencia, e.conta, e.tipo_conta,
           sum(e.amount) AS balance, count(*) AS entries, max(e.posted_at) AS last_posted_at
    FROM pixstream.ledger_entry e
    GROUP BY e.ispb, e.agencia, e.conta, e.tipo_conta;
