-- What the ledger's removed entries came to: cleaning changes no balance.
CREATE TABLE pixstream.ledger_carried (
    ispb           text COLLATE "C" NOT NULL,
    agencia        text COLLATE "C" NOT NULL,
    conta          text COLLATE "C" NOT NULL,
    tipo_conta     text COLLATE "C" NOT NULL,
    amount         numeric NOT NULL,       -- reais
    entries        bigint NOT NULL,
    last_posted_at timestamptz NOT NULL,
    PRIMARY KEY (ispb, agencia, conta, tipo_conta)
) WITH (fillfactor = 50);

CREATE OR REPLACE VIEW pixstream.ledger_balance AS
    SELECT p.ispb, p.agencia, p.conta, p.tipo_conta,
           sum(p.amount) AS balance, sum(p.entries)::bigint AS entries, max(p.posted_at) AS last_posted_at
    FROM (SELECT e.ispb, e.agencia, e.conta, e.tipo_conta, e.amount, 1::bigint AS entries, e.posted_at
          FROM pixstream.ledger_entry e
          UNION ALL
          SELECT c.ispb, c.agencia, c.conta, c.tipo_conta, c.amount, c.entries, c.last_posted_at
          FROM pixstream.ledger_carried c) p
    GROUP BY p.ispb, p.agencia, p.conta, p.tipo_conta;
