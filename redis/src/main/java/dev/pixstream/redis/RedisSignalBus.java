package dev.pixstream.redis;

import dev.pixstream.core.SignalBus;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * PUBLISH over the node's connection, SUBSCRIBE over one of its own. In a cluster a line that is
 * published on any node reaches all.
 */
final class RedisSignalBus implements SignalBus {
  private static final long RETRY_MS = 200;

  private final Vertx vertx;
  private final RedisNodes nodes;
  private final String channel;
  private final Redis client;
  private final AtomicLong reconnects = new AtomicLong();
  private volatile Optional<RedisConnection> subscribed = Optional.empty();
  private volatile boolean closed;

  RedisSignalBus(Vertx vertx, RedisNodes nodes, RedisUrl url, Keys keys) {
    this.vertx = vertx;
    this.nodes = nodes;
    this.channel = keys.channel();
    this.client = Redis.createClient(vertx, RedisLink.options(url.endpoints().getFirst()));
  }

  @Override
  public CompletionStage<Void> send(String line) {
    return nodes
        .send(channel, Request.cmd(Command.PUBLISH).arg(channel).arg(line))
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  @Override
  public void listen(Consumer<String> received, Runnable missed) {
    client
        .connect()
        .compose(
            connection -> {
              subscribed = Optional.of(connection);
              connection.handler(pushed -> receive(pushed, received));
              connection.endHandler(end -> later(received, missed));
              connection.exceptionHandler(failure -> connection.close());
              return connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
            })
        .onSuccess(done -> missed.run())
        .onFailure(
            failure -> {
              if (subscribed.isPresent()) {
                subscribed.get().close();
              }
              later(received, missed);
            });
  }

  private void later(Consumer<String> received, Runnable missed) {
    subscribed = Optional.empty();
    if (!closed) {
      reconnects.incrementAndGet();
      vertx.setTimer(RETRY_MS, timer -> listen(received, missed));
    }
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

  CompletionStage<Void> close() {
    closed = true;
    subscribed.ifPresent(RedisConnection::close);
    return client.close().toCompletionStage();
  }
}
