package dev.pixstream.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.pixstream.core.SignalBus;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * PUBLISH over the node's connections, SUBSCRIBE over one of its own. In a cluster a line that is
 * published on any Redis reaches all of them; so one subscription is enough, and it moves on to the
 * next Redis when its own goes away.
 */
final class RedisSignalBus implements SignalBus {
  private static final long RETRY_MS = 200;

  /** Who does not let itself be listened to within this time is passed over. */
  private static final long ANSWER_WITHIN_MS = 2_000;

  private final Vertx vertx;
  private final RedisNodes nodes;
  private final String channel;
  private final AtomicInteger place = new AtomicInteger();
  private final AtomicLong reconnects = new AtomicLong();
  private volatile Optional<Listening> listening = Optional.empty();
  private volatile boolean closed;

  /** A connection to listen on, from the moment it is asked for; it ends once. */
  private static final class Listening {
    private final String endpoint;
    private final Redis client;
    private final Runnable again;
    private final AtomicBoolean over = new AtomicBoolean();

    Listening(String endpoint, Redis client, Runnable again) {
      this.endpoint = endpoint;
      this.client = client;
      this.again = again;
    }

    void end() {
      if (over.compareAndSet(false, true)) {
        var _ = client.close();
        again.run();
      }
    }
  }

  RedisSignalBus(Vertx vertx, RedisNodes nodes, Keys keys) {
    this.vertx = vertx;
    this.nodes = nodes;
    this.channel = keys.channel();
    nodes.onLost(this::lost);
  }

  @Override
  public CompletionStage<Void> send(String line) {
    return nodes
        .sendToAny(channel, Request.cmd(Command.PUBLISH).arg(channel).arg(line))
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  @Override
  public void listen(Consumer<String> received, Runnable missed) {
    var endpoints = nodes.endpoints();
    var endpoint = endpoints.get(Math.floorMod(place.get(), endpoints.size()));
    var client = Redis.createClient(vertx, RedisLink.options(endpoint));
    var one = new Listening(endpoint, client, () -> later(received, missed));
    listening = Optional.of(one);
    client
        .connect()
        .compose(
            connection -> {
              connection.handler(pushed -> receive(pushed, received));
              connection.endHandler(end -> one.end());
              connection.exceptionHandler(failure -> one.end());
              return connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
            })
        .timeout(ANSWER_WITHIN_MS, MILLISECONDS)
        .onSuccess(done -> missed.run())
        .onFailure(failure -> one.end());
    if (closed) {
      one.end();
    }
  }

  private void later(Consumer<String> received, Runnable missed) {
    if (!closed) {
      place.incrementAndGet();
      reconnects.incrementAndGet();
      vertx.setTimer(RETRY_MS, timer -> listen(received, missed));
    }
  }

  /**
   * Who listens asks nothing, and would not notice that a Redis has gone without a word. Those that
   * ask do.
   */
  private void lost(String endpoint) {
    listening.filter(one -> one.endpoint.equals(endpoint)).ifPresent(Listening::end);
  }

  /** How often it had to listen anew. */
  long reconnects() {
    return reconnects.get();
  }

  /** {@code message}, the channel, the line. */
  private static void receive(Response pushed, Consumer<String> received) {
    if (pushed.size() == 3 && pushed.get(0).toString().equals("message")) {
      received.accept(pushed.get(2).toString());
    }
  }

  void close() {
    closed = true;
    listening.ifPresent(Listening::end);
  }
}
