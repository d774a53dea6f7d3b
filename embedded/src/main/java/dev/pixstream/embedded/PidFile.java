package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says.
 *
 * @param pid the postmaster's process
 * @param ready whether it has finished starting
 */
record PidFile(long pid, boolean ready) {

  static final String NAME = "postmaster.pid";
  private static final int STATUS_LINE = 7;

  /** Empty if there is none, or if it is being written right now. */
  static Optional<PidFile> read(Path cluster) throws IOException {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve(NAME));
      if (lines.isEmpty() || !lines.getFirst().strip().matches("-?\\d{1,18}")) {
        return Optional.empty();
      }
      long pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
      return Optional.of(new PidFile(pid, ready));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether that process runs and is the postmaster of this cluster, not one that got its number
   * later. A killed process that nobody has collected yet has no command line: it counts as gone.
   */
  boolean isPostmasterOf(Path cluster) {
    return words().contains("postgres")
        && (words().contains(" " + cluster + " ") || workingFolder().equals(Optional.of(cluster)));
  }

  private String words() {
    try {
      byte[] arguments = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return new String(arguments, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException noProc) {
      return ProcessHandle.of(pid).flatMap(p -> p.info().commandLine()).orElse("") + " ";
    }
  }

  /** It follows a folder that was renamed, as the command line does not. */
  private Optional<Path> workingFolder() {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
    } catch (IOException noProc) {
      return Optional.empty();
    }
  }
}
