package dev.pixstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Asks Linux what processes have used. Where that can't be asked, there is nothing to tell. */
final class Processes {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER = 11;
  private static final int USER_OF_ENDED_CHILDREN = 13;

  private final Watched watched;

  Processes(Watched watched) {
    this.watched = watched;
  }

  Map<String, Usage.Now> now() {
    var now = new TreeMap<String, Usage.Now>();
    add(now, "driver", List.of(ProcessHandle.current().pid()), false);
    add(now, "server", watched.servers(), false);
    add(now, "database", watched.databases(), true);
    return now;
  }

  private static void add(
      Map<String, Usage.Now> to, String name, List<Long> pids, boolean withChildren) {
    try {
      for (long pid : pids) {
        to.merge(name, withChildren ? tree(pid) : process(pid), Usage.Now::plus);
      }
    } catch (IOException _) {
      to.remove(name);
    }
  }

  private static Usage.Now process(long pid) throws IOException {
    return new Usage.Now(cpu(pid, USER), rssMb(pid));
  }

  /** Memory is left out: its processes share most of it. */
  private static Usage.Now tree(long pid) throws IOException {
    double seconds = cpu(pid, USER) + cpu(pid, USER_OF_ENDED_CHILDREN);
    for (var child : children(pid)) {
      try {
        seconds += cpu(child, USER);
      } catch (IOException _) {
        // It ended meanwhile, and counts as such the next time.
      }
    }
    return new Usage.Now(seconds, 0);
  }

  private static List<Long> children(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static double cpu(long pid, int field) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS_PER_SECOND;
  }

  private static double rssMb(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
          .map(mb -> Math.round(mb * 10) / 10.0)
          .findFirst()
          .orElse(0);
    }
  }
}
