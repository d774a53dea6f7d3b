package dev.pixstream.postgres;

import dev.pixstream.postgres.link.DatabaseUrl;

/**
 * The streams and claims of this database's lanes are in Redis. A coordinator in PostgreSQL would
 * not know what was claimed there: it would never deliver what is unconfirmed below the newest
 * claim.
 */
public final class LanesElsewhereException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LanesElsewhereException(DatabaseUrl url) {
    super(
        ("%s was used with the coordinator in Redis, which has claims that this one would never"
                + " deliver: start with --coordinator redis and --redis-url")
            .formatted(url));
  }
}
