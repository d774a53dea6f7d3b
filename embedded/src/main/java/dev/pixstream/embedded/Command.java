package dev.pixstream.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program and its arguments, run without a shell and without this process's environment.
 *
 * @param line the program first
 */
record Command(List<String> line) {

  /** What a finished program left: its exit status, and what it wrote to stdout and stderr. */
  record Result(int status, String output) {}

  private static final String OWN_SESSION = "setsid";
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  /** The same command as another account or in another session. */
  Command after(List<String> prefix) {
    List<String> both = new ArrayList<>(prefix);
    both.addAll(line);
    return new Command(both);
  }

  /** The same, out of reach of Ctrl-C in the terminal, where the machine has {@code setsid}. */
  Command inOwnSession() {
    return after(onPath(OWN_SESSION).isPresent() ? List.of(OWN_SESSION) : List.of());
  }

  /** The program of this name that a shell would run. */
  static Optional<Path> onPath(String program) {
    return Arrays.stream(path().split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String path() {
    return System.getenv().getOrDefault("PATH", USUAL_PATH);
  }

  /** PG* and LC_* variables of the caller must not reach PostgreSQL. */
  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", path());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    return builder;
  }

  Result run(Duration timeout) {
    return run("", timeout);
  }

  /** For programs that write less than a pipe holds (64 KiB). */
  Result run(String input, Duration timeout) {
    try {
      Process process = builder().start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException ended) {
        // It ended without reading; its status says why.
      }
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Result(-1, line.getFirst() + " did not end within " + timeout);
      }
      byte[] output = process.getInputStream().readAllBytes();
      return new Result(process.exitValue(), new String(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Result(-1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("Interrupted while running " + line.getFirst(), e);
    }
  }
}
