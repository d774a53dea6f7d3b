package dev.pixstream.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that owns a database or a Redis, so that a test can kill it. */
final class Owner implements AutoCloseable {

  private static final String TEMPORARY = "temporary";
  private static final String REDIS = "redis";

  private final Process jvm;
  private final String firstLine;

  private Owner(Process jvm, String firstLine) {
    this.jvm = jvm;
    this.firstLine = firstLine;
  }

  /** The child: says what it has, and ends with its stdin. */
  public static void main(String[] arguments) throws IOException {
    try {
      System.out.println(own(arguments[0]));
      while (System.in.read() >= 0) {
        // It lives until its parent closes the pipe.
      }
    } catch (EmbeddedDatabaseException e) {
      System.out.println(e.getMessage());
    }
  }

  private static String own(String what) {
    if (what.equals(REDIS)) {
      return EmbeddedRedis.start().pid() + " -";
    }
    EmbeddedDatabase database =
        what.equals(TEMPORARY)
            ? EmbeddedDatabase.temporary()
            : EmbeddedDatabase.start(Path.of(what));
    return database.pid() + " " + database.directory();
  }

  static Owner of(Path directory) throws IOException {
    return start(directory.toString());
  }

  static Owner ofRedis() throws IOException {
    return start(REDIS);
  }

  static Owner ofTemporary() throws IOException {
    return start(TEMPORARY);
  }

  private static Owner start(String argument) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(Owner.class.getName(), argument));
    Process jvm =
        new ProcessBuilder(line)
            .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
            .start();
    BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8);
    String first = output.readLine();
    while (first != null && first.contains("DEBUG")) {
      first = output.readLine();
    }
    return new Owner(jvm, String.valueOf(first));
  }

  String firstLine() {
    return firstLine;
  }

  ProcessHandle owned() {
    return ProcessHandle.of(Long.parseLong(firstLine.split(" ", 2)[0])).orElseThrow();
  }

  Path directory() {
    return Path.of(firstLine.split(" ", 2)[1]);
  }

  void kill() {
    jvm.destroyForcibly();
    jvm.onExit().join();
  }

  /** Ends it as Ctrl-D would. */
  @Override
  public void close() throws IOException {
    jvm.getOutputStream().close();
    jvm.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
