package dev.pixstream.benchmark.measure;

import dev.pixstream.benchmark.result.Usage;
import dev.pixstream.benchmark.settings.Watched;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What driver, servers and databases use. Where that can't be asked, there is nothing to tell. */
public final class Processes {
  private final Watched watched;

  public Processes(Watched watched) {
    this.watched = watched;
  }

  /** By the name of each that can be told. */
  public Map<String, Usage.Now> now() {
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
    return new Usage.Now(LinuxProcess.cpuSeconds(pid), LinuxProcess.residentMb(pid));
  }

  /** Memory is left out: its processes share most of it. */
  private static Usage.Now tree(long pid) throws IOException {
    return new Usage.Now(LinuxProcess.cpuSecondsOfTree(pid), 0);
  }
}
