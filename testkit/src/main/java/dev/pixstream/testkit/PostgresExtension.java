package dev.pixstream.testkit;

import dev.pixstream.embedded.Binaries;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link TestDatabase} of its own, in one PostgreSQL that all tests of the JVM
 * share. It is the newest that the build knows, or PostgreSQL 13 where the parameter says {@link
 * Oldest}.
 */
public final class PostgresExtension implements ParameterResolver {
  /** The system property that names the jar with the binaries of PostgreSQL 13. */
  public static final String OLDEST_JAR = "pixstream.test.postgres13";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return database(test, parameter.isAnnotated(Oldest.class));
  }

  /** A new, empty database, for the oldest PostgreSQL that is supported or for the newest. */
  public static TestDatabase database(ExtensionContext test, boolean oldest) {
    var name = oldest ? "oldest" : "newest";
    var store = test.getRoot().getStore(ExtensionContext.Namespace.create(PostgresExtension.class));
    var shared =
        store.getOrComputeIfAbsent(name, key -> new Shared(start(oldest)), Shared.class).server();
    var url = shared.url();
    var database = "t" + UUID.randomUUID().toString().replace("-", "");
    try (var connection = DriverManager.getConnection(TestDatabase.jdbc(url));
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var opened = TestDatabase.at(url.substring(0, url.lastIndexOf('/') + 1) + database);
    // Closed by JUnit with the test.
    test.getStore(ExtensionContext.Namespace.create(PostgresExtension.class)).put(database, opened);
    return opened;
  }

  /** Tests make databases and roles, which the server never does. */
  private static EmbeddedDatabase withRights(DatabaseOptions options) {
    var database = EmbeddedDatabase.temporary(options);
    try (var inside = TestDatabase.at(database.superuserUrl())) {
      inside.execute("ALTER ROLE pixstream_server CREATEDB CREATEROLE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }

  private static EmbeddedDatabase start(boolean oldest) {
    var options = DatabaseOptions.defaults().withoutFsync();
    if (!oldest) {
      return withRights(options);
    }
    var jar = System.getProperty(OLDEST_JAR);
    if (jar == null) {
      throw new IllegalStateException("the build has to set " + OLDEST_JAR);
    }
    return withRights(options.withBinaries(Binaries.fromJar(Path.of(jar))));
  }

  /** Closed by JUnit at the end of the run. */
  private record Shared(EmbeddedDatabase server) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
    }
  }
}
