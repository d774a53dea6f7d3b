package dev.pixstream.embedded;

/**
 * How an embedded database runs.
 *
 * @param binaries which PostgreSQL
 * @param fsync whether data is forced to disk; only tests that start many databases do without
 * @param closeAtExit whether the end of the JVM closes the database. An owner that has to stop
 *     something else first says false and closes it by itself, as shutdown hooks run at once.
 */
public record DatabaseOptions(Binaries binaries, boolean fsync, boolean closeAtExit) {

  /** The PostgreSQL on the class path, durable, closed at the latest when the JVM ends. */
  public static DatabaseOptions defaults() {
    return new DatabaseOptions(Binaries.onClassPath(), true, true);
  }

  public DatabaseOptions withBinaries(Binaries other) {
    return new DatabaseOptions(other, fsync, closeAtExit);
  }

  public DatabaseOptions withoutFsync() {
    return new DatabaseOptions(binaries, false, closeAtExit);
  }

  public DatabaseOptions closedByOwner() {
    return new DatabaseOptions(binaries, fsync, false);
  }
}
