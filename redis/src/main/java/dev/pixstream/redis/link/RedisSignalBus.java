package dev.pixstream.redis.link;

import dev.pixstream.core.store.SignalBus;
import dev.pixstream.redis.link.RedisConnector.Opened;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
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
public final class RedisSignalBus implements SignalBus {
  private static final long RETRY_MS = 200;

  private final Vertx vertx;
  private final RedisNodes nodes;
  private final String channel;
  private final AtomicInteger place = new AtomicInteger();
  private final AtomicLong reconnects = new AtomicLong();
  private volatile Optional<Listening> listening = Optional.empty();
  private volatile boolean closed;

  /** A connection to listen on, from the moment it is asked for; it ends once. */
  private static final class Listening {
    private final RedisAddress address;
    private final Runnable again;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Optional<Opened<Response>> opened = Optional.empty();

    Listening(RedisAddress address, Runnable again) {
      this.address = address;
      this.again = again;
    }

    void opened(Opened<Response> connection) {
      opened = Optional.of(connection);
      if (over.get()) {
        connection.close();
      }
    }

    void end() {
      if (over.compareAndSet(false, true)) {
        opened.ifPresent(Opened::close);
        again.run();
      }
    }
  }

  public RedisSignalBus(Vertx vertx, RedisNodes nodes, Keys keys) {
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
    var addresses = nodes.addresses();
    var address = addresses.get(Math.floorMod(place.get(), addresses.size()));
    var one = new Listening(address, () -> later(received, missed));
    listening = Optional.of(one);
    nodes
        .connector()
        .open(
            address,
            connection -> {
              connection.handler(pushed -> receive(pushed, received));
              return connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
            })
        .onSuccess(
            opened -> {
              opened.connection().endHandler(end -> one.end());
              opened.connection().exceptionHandler(failure -> one.end());
              one.opened(opened);
              missed.run();
            })
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
  private void lost(RedisAddress address) {
    listening.filter(one -> one.address.equals(address)).ifPresent(Listening::end);
  }

  /** How often it had to listen anew. */
  @Override
  public long reconnects() {
    return reconnects.get();
  }

  /** {@code message}, the channel, the line. */
  private static void receive(Response pushed, Consumer<String> received) {
    if (pushed.size() == 3 && pushed.get(0).toString().equals("message")) {
      received.accept(pushed.get(2).toString());
    }
  }

  public void close() {
    closed = true;
    listening.ifPresent(Listening::end);
  }
}
