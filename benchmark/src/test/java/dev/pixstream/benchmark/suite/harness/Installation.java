package dev.pixstream.benchmark.suite.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server with a database of its own that holds a workload. */
public final class Installation implements AutoCloseable {
  private final Database database = new Database();
  private final ServerProcess server;

  public Installation(Workload workload, String... options) throws Exception {
    this(workload, ServerProcess.launcher(), List.of(options));
  }

  /** Of another version: that of the source tree or package which this launcher is of. */
  public Installation(Workload workload, Path launcher, List<String> options) throws Exception {
    server = ServerProcess.onDatabase(launcher, database.url(), options);
    workload.fill(database);
  }

  public Database database() {
    return database;
  }

  public ServerProcess server() {
    return server;
  }

  /** Forgets what was claimed before, then drains until the time is over or all is read. */
  public Drain.Result drain(String accept, Duration timeMax) throws Exception {
    database.forgetClaims();
    return Workload.drain(server.endpoint(), accept, timeMax);
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }
}
