package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.measure.Ledger;
import dev.pixstream.benchmark.measure.Measures;
import dev.pixstream.benchmark.net.Loop;
import dev.pixstream.benchmark.settings.BenchSettings;
import dev.pixstream.check.http.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** All publishers and collectors of a run, spread over the nodes. */
final class Fleet {
  private static final int GROUP = 50;
  private static final long GROUP_NANOS = 50_000_000;

  private final Loop loop;
  private final List<String> ispbs;
  private final MessageBodies bodies;
  private final List<Collector> collectors = new ArrayList<>();
  private final Deque<Publisher> idle = new ArrayDeque<>();
  private final int publishers;

  Fleet(
      BenchSettings settings,
      Loop loop,
      MessageIds ids,
      MessageBodies bodies,
      Ledger ledger,
      Measures measures,
      RandomGenerator random) {
    this.loop = loop;
    this.bodies = bodies;
    this.ispbs = ispbs(settings.lanes().count(), random);
    this.publishers = settings.load().publishers();
    var addresses =
        settings.targets().stream().map(target -> ServerAddress.of(target).address()).toList();
    var requests =
        settings.targets().stream().map(target -> new Requests(target, settings)).toList();
    int nodes = addresses.size();
    for (int i = 0; i < publishers; i++) {
      idle.add(
          new Publisher(
              loop,
              addresses.get(i % nodes),
              requests.get(i % nodes),
              ledger,
              measures,
              idle::add));
    }
    for (int lane = 0; lane < ispbs.size(); lane++) {
      for (int i = 0; i < settings.lanes().collectorsOn(lane); i++) {
        int node = collectors.size() % nodes;
        collectors.add(
            new Collector(
                loop,
                addresses.get(node),
                requests.get(node),
                ispbs.get(lane),
                ids,
                ledger,
                measures));
      }
    }
  }

  /** New ones each time, so that what others left on a server does not come in between. */
  private static List<String> ispbs(int count, RandomGenerator random) {
    var distinct = new HashSet<String>();
    while (distinct.size() < count) {
      distinct.add(String.format(Locale.ROOT, "%08d", random.nextInt(100_000_000)));
    }
    return List.copyOf(distinct);
  }

  /** Lets publishers store what there is. */
  void dispatch(Source source) {
    while (!idle.isEmpty()) {
      var parcel = source.next(System.nanoTime());
      if (parcel.isEmpty()) {
        return;
      }
      var ispb = ispbs.get(parcel.get().lane());
      var numbers = parcel.get().numbers();
      idle.remove()
          .store(ispb, numbers, bodies.of(ispb.getBytes(StandardCharsets.US_ASCII), numbers));
    }
  }

  boolean isStoring() {
    return idle.size() < publishers;
  }

  /** All at once, on a backlog. */
  void startCollecting() {
    collectors.forEach(Collector::pull);
  }

  /** A thousand a second: institutions do not all connect in the same moment. */
  void startCollectingSlowly() {
    for (int i = 0; i < collectors.size(); i++) {
      loop.after(i / GROUP * GROUP_NANOS, collectors.get(i)::pull);
    }
  }

  boolean isCollecting() {
    return collectors.stream().allMatch(Collector::hasStarted);
  }

  void stopCollecting() {
    collectors.forEach(Collector::stop);
  }

  boolean hasStopped() {
    return collectors.stream().allMatch(Collector::hasStopped);
  }
}
