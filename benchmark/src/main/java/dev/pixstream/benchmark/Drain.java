package dev.pixstream.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Collectors that read lanes as fast as they can, each on its own connection, until the time is
 * over or all is read.
 */
final class Drain {
  private static final byte[] ID = "\"endToEndId\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_LENGTH = 32;

  private final Door door;
  private final String accept;
  private final Duration timeMax;

  Drain(int port, String accept, Duration timeMax) {
    this(Door.open(port), accept, timeMax);
  }

  Drain(Door door, String accept, Duration timeMax) {
    this.door = door;
    this.accept = accept;
    this.timeMax = timeMax;
  }

  /** What one drain came to: pulls that brought messages, and how long each took. */
  record Result(
      long pulls, long messages, double seconds, long duplicates, double p50Ms, double p99Ms) {
    double pullsPerSecond() {
      return pulls / seconds;
    }

    double messagesPerSecond() {
      return messages / seconds;
    }
  }

  private record Read(List<Long> nanos, List<String> ids, long endedNanos) {}

  Result run(List<String> lanes, int collectorsPerLane) throws Exception {
    long started = System.nanoTime();
    var reads = new ArrayList<Read>();
    try (var threads = Executors.newFixedThreadPool(lanes.size() * collectorsPerLane)) {
      var tasks = new ArrayList<Callable<Read>>();
      for (int i = 0; i < collectorsPerLane; i++) {
        lanes.forEach(lane -> tasks.add(() -> read(lane, started + timeMax.toNanos())));
      }
      for (var read : threads.invokeAll(tasks)) {
        reads.add(read.get());
      }
    }
    long ended = reads.stream().mapToLong(Read::endedNanos).max().orElseThrow();
    var nanos = new ArrayList<Long>();
    var distinct = new HashSet<String>();
    long messages = 0;
    for (var read : reads) {
      nanos.addAll(read.nanos());
      distinct.addAll(read.ids());
      messages += read.ids().size();
    }
    Collections.sort(nanos);
    return new Result(
        nanos.size(),
        messages,
        (ended - started) / 1e9,
        messages - distinct.size(),
        Stats.percentile(nanos, 0.50) / 1e6,
        Stats.percentile(nanos, 0.99) / 1e6);
  }

  private Read read(String lane, long until) throws IOException {
    var nanos = new ArrayList<Long>();
    var ids = new ArrayList<String>();
    long ended = System.nanoTime();
    try (var exchange = new Exchange(door, lane)) {
      var path = "/api/pix/" + lane + "/stream/start";
      while (true) {
        long before = System.nanoTime();
        int status = exchange.get(path, accept);
        path = exchange.pullNext();
        if (status != 200) {
          break;
        }
        ended = System.nanoTime();
        nanos.add(ended - before);
        collect(exchange, ids);
        if (ended > until) {
          break;
        }
      }
      exchange.send("DELETE", path, new byte[0]);
    }
    return new Read(nanos, ids, ended);
  }

  private static void collect(Exchange exchange, List<String> ids) {
    var body = exchange.body();
    int end = exchange.bodyLength() - ID_LENGTH;
    for (int i = 0; i < end; i++) {
      if (body[i] == '"' && body[i + 1] == 'e' && startsAt(body, i)) {
        ids.add(new String(body, i + ID.length, ID_LENGTH, StandardCharsets.ISO_8859_1));
        // The shortest message is longer than this.
        i += 200;
      }
    }
  }

  private static boolean startsAt(byte[] body, int at) {
    for (int k = 0; k < ID.length; k++) {
      if (body[at + k] != ID[k]) {
        return false;
      }
    }
    return true;
  }
}
