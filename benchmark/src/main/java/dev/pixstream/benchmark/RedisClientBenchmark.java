package dev.pixstream.benchmark;

import dev.pixstream.embedded.EmbeddedRedis;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The two clients for Redis that were thought of, each with one connection: scripts of the size of
 * a pull, so many under way at once, and what becomes of those when Redis is killed.
 */
final class RedisClientBenchmark {
  private static final int UNDER_WAY = 24;
  private static final int WARM_UPS = 3;

  private final PrintStream out;
  private final int rounds;
  private final int calls;

  RedisClientBenchmark(PrintStream out, int rounds, int calls) {
    this.out = out;
    this.rounds = rounds;
    this.calls = calls;
  }

  void run() throws Exception {
    try (var redis = EmbeddedRedis.start();
        var vertx = new RedisClients.OfVertx(redis.url());
        var lettuce = new RedisClients.OfLettuce(redis.url())) {
      var clients = List.of(vertx, lettuce);
      for (var client : clients) {
        for (int i = 0; i < WARM_UPS; i++) {
          drive(client);
        }
      }
      var rates = new ArrayList<Double>();
      var costs = new ArrayList<Double>();
      for (int round = 1; round <= rounds; round++) {
        var order = new ArrayList<RedisClients.Client>(clients);
        Collections.rotate(order, round);
        double[] first = told(round, order.getFirst());
        double[] second = told(round, order.getLast());
        boolean vertxFirst = order.getFirst().equals(vertx);
        double[] ofVertx = vertxFirst ? first : second;
        double[] ofLettuce = vertxFirst ? second : first;
        rates.add(ofVertx[0] / ofLettuce[0]);
        costs.add(ofVertx[1] / ofLettuce[1]);
      }
      out.println("calls/s, Vert.x / Lettuce = " + Stats.spread(rates));
      out.println("CPU of the client, Vert.x / Lettuce = " + Stats.spread(costs));
      for (var client : clients) {
        kill(redis, client);
      }
    }
  }

  private double[] told(int round, RedisClients.Client client) throws Exception {
    var driven = drive(client);
    out.printf(
        Locale.ROOT,
        "round %d %-8s %7.0f calls/s, %5.1f us CPU of the client a call%n",
        round,
        client.name(),
        driven[0],
        driven[1]);
    return driven;
  }

  /** Calls per second, and processor microseconds of this process for each. */
  private double[] drive(RedisClients.Client client) throws Exception {
    var left = new AtomicLong(calls);
    var slots = Stream.generate(CompletableFuture<Void>::new).limit(UNDER_WAY).toList();
    long pid = ProcessHandle.current().pid();
    double cpu = Proc.cpuSeconds(pid);
    long started = System.nanoTime();
    slots.forEach(slot -> next(client, left, slot));
    for (var slot : slots) {
      slot.get();
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new double[] {calls / seconds, (Proc.cpuSeconds(pid) - cpu) / calls * 1e6};
  }

  private static void next(
      RedisClients.Client client, AtomicLong left, CompletableFuture<Void> slot) {
    if (left.getAndDecrement() <= 0) {
      slot.complete(null);
      return;
    }
    var _ =
        client
            .call()
            .whenComplete(
                (size, failure) -> {
                  if (failure != null) {
                    slot.completeExceptionally(failure);
                  } else if (size != RedisClients.ANSWER_SIZE) {
                    slot.completeExceptionally(new IllegalStateException("answered " + size));
                  } else {
                    next(client, left, slot);
                  }
                });
  }

  /** How soon those who wait, and those who ask then, learn of it; how soon it goes on. */
  private void kill(EmbeddedRedis redis, RedisClients.Client client) throws Exception {
    var waiting = client.waitLong(TimeUnit.SECONDS.toMillis(60));
    long killed = System.nanoTime();
    redis.kill();
    var told = outcome(waiting.toCompletableFuture());
    double toldAfter = (System.nanoTime() - killed) / 1e6;
    long asked = System.nanoTime();
    var refused = outcome(client.call().toCompletableFuture());
    double refusedAfter = (System.nanoTime() - asked) / 1e6;
    redis.restart();
    long back = System.nanoTime();
    while (!outcome(client.call().toCompletableFuture()).equals("answered")) {
      client.reconnect();
    }
    out.printf(
        Locale.ROOT,
        "%-8s Redis killed: who waits is %s after %.0f ms, who asks then is %s after %.1f ms; answered %.0f ms"
            + " after it is back%n",
        client.name(),
        told,
        toldAfter,
        refused,
        refusedAfter,
        (System.nanoTime() - back) / 1e6);
  }

  private static String outcome(CompletableFuture<Integer> call) throws InterruptedException {
    try {
      call.get(5, TimeUnit.SECONDS);
      return "answered";
    } catch (TimeoutException e) {
      return "not told";
    } catch (ExecutionException e) {
      return "told";
    }
  }
}
