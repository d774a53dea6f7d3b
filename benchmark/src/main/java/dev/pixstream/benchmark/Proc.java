package dev.pixstream.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux says about a process. */
final class Proc {
  private static final double TICKS_PER_SECOND = 100;

  private Proc() {}

  static double residentMb(long pid) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }

  static double cpuSeconds(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Of a process and of all its children, also of those that have ended. */
  static double cpuSecondsOfTree(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double seconds = (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    seconds += cpuSeconds(pid);
    for (var child : ProcessHandle.of(pid).orElseThrow().children().toList()) {
      try {
        seconds += cpuSeconds(child.pid());
      } catch (NoSuchFileException _) {
        // It has just ended, and is among those that have ended at the next look.
      }
    }
    return seconds;
  }
}
