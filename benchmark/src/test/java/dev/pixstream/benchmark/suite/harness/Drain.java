package dev.pixstream.benchmark.suite.harness;

import dev.pixstream.check.http.ResponseView;
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
public final class Drain {
  private static final byte[] ID = "\"endToEndId\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_LENGTH = 32;

  private final Endpoint endpoint;
  private final String accept;
  private final Duration timeMax;

  Drain(Endpoint endpoint, String accept, Duration timeMax) {
    this.endpoint = endpoint;
    this.accept = accept;
    this.timeMax = timeMax;
  }

  /** What one drain came to: pulls that brought messages, and how long each took. */
  public record Result(
      long pulls, long messages, double seconds, long duplicates, double p50Ms, double p99Ms) {
    public double pullsPerSecond() {
      return pulls / seconds;
    }

    public double messagesPerSecond() {
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
    try (var connection = new KeptConnection(endpoint, lane)) {
      var path = "/api/pix/" + lane + "/stream/start";
      while (true) {
        long before = System.nanoTime();
        var response = connection.get(path, accept);
        path = response.header("pull-next").orElse(path);
        if (response.status() != 200) {
          break;
        }
        ended = System.nanoTime();
        nanos.add(ended - before);
        collect(response, ids);
        if (ended > until) {
          break;
        }
      }
      var _ = connection.send("DELETE", path, new byte[0]);
    }
    return new Read(nanos, ids, ended);
  }

  private static void collect(ResponseView response, List<String> ids) {
    var body = response.bytes();
    int end = response.bodyTo() - ID_LENGTH;
    for (int i = response.bodyFrom(); i < end; i++) {
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
