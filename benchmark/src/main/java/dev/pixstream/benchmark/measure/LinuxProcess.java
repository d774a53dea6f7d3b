package dev.pixstream.benchmark.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says about a process. Asked elsewhere, each of these is an {@link IOException}. */
public final class LinuxProcess {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER = 11;
  private static final int USER_OF_ENDED_CHILDREN = 13;

  private LinuxProcess() {}

  /** Processor time so far. */
  public static double cpuSeconds(long pid) throws IOException {
    return cpuSeconds(pid, USER);
  }

  /** Of a process and of all its children, also of those that have ended. */
  public static double cpuSecondsOfTree(long pid) throws IOException {
    double seconds = cpuSeconds(pid) + cpuSeconds(pid, USER_OF_ENDED_CHILDREN);
    var children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList();
    for (var child : children) {
      try {
        seconds += cpuSeconds(child.pid());
      } catch (IOException _) {
        // It has just ended, and counts as such the next time.
      }
    }
    return seconds;
  }

  /** Resident memory, megabytes; 0 of a process that is just ending. */
  public static double residentMb(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
          .map(mb -> Math.round(mb * 10) / 10.0)
          .findFirst()
          .orElse(0);
    }
  }

  private static double cpuSeconds(long pid, int field) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS_PER_SECOND;
  }
}
