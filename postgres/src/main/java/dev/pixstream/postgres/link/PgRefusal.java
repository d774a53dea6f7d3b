package dev.pixstream.postgres.link;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.StoreUnavailableException.Reason;
import io.vertx.pgclient.PgException;
import java.util.List;

/** What PostgreSQL has against a call, by the SQLSTATE that it names. */
final class PgRefusal {
  private static final String READ_ONLY = "25006";

  /** Out of disk or of memory. */
  private static final List<String> FULL = List.of("53100", "53200");

  /** No such account any more, or one of its rights was taken. */
  private static final List<String> FORBIDDEN = List.of("28", "42501");

  /**
   * Connection lost, out of resources, shut down or starting, deadlock or timeout, an error of the
   * disk, a database that is gone: it may work a moment later, or once somebody has mended the
   * database.
   */
  private static final List<String> PASSING =
      List.of("08", "3D000", "40", "53", "55P03", "57", "58");

  /** The server itself ends the connection. */
  private static final List<String> LOST = List.of("08", "57P");

  private PgRefusal() {}

  /** {@link StoreUnavailableException} if it may pass; a mistake of ours as it was. */
  static Throwable translate(Throwable failure) {
    if (!(failure instanceof PgException)) {
      return away("PostgreSQL did not answer: ", failure, Reason.AWAY);
    }
    if (isReadOnly(failure)) {
      return away("PostgreSQL takes no writes: ", failure, Reason.READ_ONLY);
    }
    if (isOneOf(FULL, failure)) {
      return away("PostgreSQL has no space left: ", failure, Reason.FULL);
    }
    if (isOneOf(FORBIDDEN, failure)) {
      return away("PostgreSQL refuses: ", failure, Reason.FORBIDDEN);
    }
    return isOneOf(PASSING, failure)
        ? away("PostgreSQL did not answer: ", failure, Reason.AWAY)
        : failure;
  }

  /** It came from a server that takes no writes. */
  static boolean isReadOnly(Throwable failure) {
    return isOneOf(List.of(READ_ONLY), failure);
  }

  /** Its connection is of no use any more, or there never was one. */
  static boolean isLost(Throwable failure) {
    return !(failure instanceof PgException) || isOneOf(LOST, failure);
  }

  private static Throwable away(String before, Throwable failure, Reason reason) {
    return failure instanceof StoreUnavailableException
        ? failure
        : new StoreUnavailableException(before + failure.getMessage(), failure, reason);
  }

  private static boolean isOneOf(List<String> classes, Throwable failure) {
    return failure instanceof PgException known
        && classes.stream().anyMatch(String.valueOf(known.getSqlState())::startsWith);
  }
}
