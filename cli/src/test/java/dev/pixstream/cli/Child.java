package dev.pixstream.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own. */
final class Child implements AutoCloseable {

  private final Process process;
  private final Path err;

  private Child(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  static Child start(Path directory, String... args) throws IOException {
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                PixStream.class.getName()));
    line.addAll(List.of(args));
    var err = Files.createTempFile(directory, "err", ".txt");
    return new Child(
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(err.toFile())
            .start(),
        err);
  }

  /** The next line of its stdout. */
  String line() throws IOException {
    var line = process.inputReader().readLine();
    if (line == null) {
      throw new AssertionError("it wrote nothing more; on stderr: " + Files.readString(err));
    }
    return line;
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Closes the reading end of its stdout. */
  void stopReading() throws IOException {
    process.getInputStream().close();
  }

  /** As kill does. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
  }

  int status() throws IOException, InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end; on stderr: " + Files.readString(err));
    }
    return process.exitValue();
  }

  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    boolean ended =
        process
            .onExit()
            .thenApply(done -> true)
            .completeOnTimeout(false, 30, TimeUnit.SECONDS)
            .join();
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
