package dev.pixstream.postgres.schema;

import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this version, while nodes of the version before serve. Several
 * nodes may do so at once.
 *
 * <p>Versioned migrations commit one by one. All functions and views that have changed are replaced
 * in one transaction, so that nobody calls what is half changed. A lock that another transaction
 * holds is waited for only a moment at a time, because all requests queue behind who waits for it.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final int OLDEST_MAJOR = 13;
  private static final Duration LOCK_MAX = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long a start tries to get the locks that it needs. */
  static final Duration WAIT_MAX = Duration.ofMinutes(5);

  /** Bodies of functions are not checked: each may call others, whichever is made first. */
  private static final String SETTINGS =
      "SET synchronous_commit = on;\nSET check_function_bodies = off;\nSET lock_timeout = "
          + LOCK_MAX.toMillis();

  /** The transactions that hold locks in the schema for longer than any of ours. */
  private static final String HOLDERS =
      """
      SELECT string_agg(format('process %s (%s, %s) since %s s', h.pid, h.application_name, h.state, h.seconds), ', ')
      FROM (SELECT a.pid, a.application_name, a.state, extract(epoch FROM now() - a.xact_start)::bigint AS seconds
            FROM pg_catalog.pg_stat_activity a
            WHERE a.pid <> pg_backend_pid() AND a.xact_start < now() - interval '1 s'
              AND EXISTS (SELECT FROM pg_catalog.pg_locks l
                          JOIN pg_catalog.pg_class c ON c.oid = l.relation
                          WHERE l.pid = a.pid AND l.granted AND c.relnamespace = to_regnamespace('pixstream'))
            ORDER BY a.xact_start LIMIT 3) h
      """;

  /** Two connections that are open have two, unless something in between shares one out. */
  private static final String BACKEND = "SELECT pg_backend_pid()";

  private Migrations() {}

  /** Returns the schema's version that this node needs. */
  public static String run(DatabaseUrl url) {
    return run(url, WAIT_MAX);
  }

  /**
   * The same.
   *
   * @param waitMax how long it tries to get the locks that it needs
   */
  public static String run(DatabaseUrl all, Duration waitMax) {
    var url = primary(all);
    check(url);
    long until = System.nanoTime() + waitMax.toNanos();
    while (true) {
      try {
        return migrate(url);
      } catch (FlywayException e) {
        var state = sqlState(e);
        if (!state.filter(Migrations::isLockedOut).isPresent()) {
          throw explained(url, e, state);
        }
        awaitNextTry(url, until, waitMax);
      }
    }
  }

  private static String migrate(DatabaseUrl url) {
    // Repeatable ones have another prefix there: it finds none.
    configure(url).repeatableSqlMigrationPrefix("none").load().migrate();
    var flyway = configure(url).group(true).load();
    flyway.migrate();
    return Stream.of(flyway.info().applied())
        .filter(migration -> migration.isVersioned() && migration.getState().isResolved())
        .map(migration -> migration.getVersion())
        .max(Comparator.naturalOrder())
        .map(version -> version.getVersion())
        .orElseThrow();
  }

  private static FluentConfiguration configure(DatabaseUrl url) {
    return Flyway.configure()
        .dataSource(new MigrationSource(url, SETTINGS))
        .locations("classpath:dev/pixstream/postgres/migration")
        .schemas("pixstream")
        .defaultSchema("pixstream")
        .placeholders(PlanSettings.read())
        .lockRetryCount((int) WAIT_MAX.plusMinutes(1).toSeconds())
        .ignoreMigrationPatterns("*:future", "repeatable:missing");
  }

  private static Optional<String> sqlState(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }

  /** A lock was not to be had in time, or was waited for in a circle. */
  private static boolean isLockedOut(String sqlState) {
    return sqlState.equals("55P03") || sqlState.equals("40P01");
  }

  /** A fault that the database's administrator can mend is described in one line. */
  private static RuntimeException explained(
      DatabaseUrl url, FlywayException failure, Optional<String> sqlState) {
    boolean isOfSchema = sqlState.isEmpty() || sqlState.get().startsWith("42");
    return isOfSchema
        ? new DatabaseUnfitException(
            url
                + " has a schema pixstream that can't be brought to this version: "
                + String.valueOf(failure.getMessage()).replaceAll("\\s+", " "))
        : failure;
  }

  private static void awaitNextTry(DatabaseUrl url, long until, Duration waitMax) {
    var holders = holders(url);
    if (System.nanoTime() - until >= 0) {
      throw new DatabaseUnfitException(
          url
              + " could not be brought to this version within "
              + waitMax.toSeconds()
              + " s: other transactions hold locks on the schema pixstream: "
              + holders);
    }
    LOG.atWarn()
        .addKeyValue("holders", holders)
        .log("The update of the schema waits for other transactions; nodes serve meanwhile");
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the schema was updated", e);
    }
  }

  private static String holders(DatabaseUrl url) {
    try (var connection = connect(url);
        var statement = connection.createStatement();
        var found = statement.executeQuery(HOLDERS)) {
      found.next();
      return Optional.ofNullable(found.getString(1)).orElse("none that lasts for a second");
    } catch (SQLException e) {
      return "not known: " + e.getMessage();
    }
  }

  /**
   * Of several hosts the one that takes writes.
   *
   * @throws DatabaseUnfitException if there is none, with what each has against it
   */
  static DatabaseUrl primary(DatabaseUrl url) {
    var each = url.each();
    if (each.size() == 1) {
      return url;
    }
    List<String> refusals = new ArrayList<>();
    for (var host : each) {
      try (var connection = connect(host)) {
        if (ask(connection, "SHOW transaction_read_only").equals("off")) {
          return host;
        }
        refusals.add(host + " is read-only");
      } catch (SQLException e) {
        refusals.add(host + " fails: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
      }
    }
    throw new DatabaseUnfitException(
        "none of the database's hosts takes writes: " + String.join(", ", refusals));
  }

  private static void check(DatabaseUrl url) {
    try (var connection = connect(url);
        var other = connect(url)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnfitException(
            String.format(
                Locale.ROOT,
                "%s is PostgreSQL %d; PixStream needs %d or newer",
                url,
                major,
                OLDEST_MAJOR));
      }
      var encoding = ask(connection, "SHOW server_encoding");
      if (!encoding.equals("UTF8")) {
        throw new DatabaseUnfitException(
            ("%s has the encoding %s; PixStream needs UTF8: CREATE DATABASE … ENCODING 'UTF8'"
                    + " TEMPLATE template0")
                .formatted(url, encoding));
      }
      if (ask(connection, BACKEND).equals(ask(other, BACKEND))) {
        throw new DatabaseUnfitException(
            ("%s gives several connections one session, as PgBouncer does with pool_mode ="
                    + " transaction; PixStream needs sessions of its own: pool_mode = session, or"
                    + " PostgreSQL itself")
                .formatted(url));
      }
      SchemaCheck.require(connection, url);
    } catch (SQLException e) {
      throw new IllegalStateException("%s can't be used: %s".formatted(url, e.getMessage()), e);
    }
  }

  /** A connection that depends on no setting of the database or its role. */
  static Connection connect(DatabaseUrl url) throws SQLException {
    return new MigrationSource(url, "").getConnection();
  }

  /** The one value of an answer. */
  static boolean flag(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getBoolean(1);
    }
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery(query)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
