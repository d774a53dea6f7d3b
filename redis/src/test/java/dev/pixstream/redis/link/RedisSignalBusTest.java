package dev.pixstream.redis.link;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.embedded.EmbeddedRedisCluster;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What nodes tell each other while a master of a cluster is away. */
@Timeout(60)
class RedisSignalBusTest {
  private static final int WITHIN_S = 10;

  private final EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();
  private final EmbeddedRedis first = cluster.masters().getFirst();
  private final Vertx vertx = Vertx.vertx();
  private final Keys keys = keysOfFirstMaster();
  private final Node listener = new Node();
  private final Node sender = new Node();

  /** A node of the installation, which was told of the first master alone. */
  private final class Node {
    private final RedisNodes nodes = new RedisNodes(vertx, RedisUrl.parse(cluster.url()));
    private final RedisSignalBus bus = new RedisSignalBus(vertx, nodes, keys);
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> listens = new LinkedBlockingQueue<>();

    void listen() throws InterruptedException {
      await(nodes.connect().toCompletionStage());
      bus.listen(received::add, () -> listens.add(true));
      awaitListening();
    }

    void awaitListening() throws InterruptedException {
      assertNotNull(listens.poll(WITHIN_S, TimeUnit.SECONDS), "it does not listen");
    }

    void close() {
      bus.close();
      await(nodes.close().toCompletionStage());
    }
  }

  @AfterEach
  void close() {
    listener.close();
    sender.close();
    await(vertx.close().toCompletionStage());
    cluster.close();
  }

  @Test
  @Tag("store.15")
  void a_signal_is_heard_after_the_master_that_was_listened_to_is_killed() throws Exception {
    listener.listen();
    sender.listen();
    await(sender.bus.send("before"));
    assertEquals("before", listener.received.poll(WITHIN_S, TimeUnit.SECONDS));

    first.kill();

    listener.awaitListening();
    sender.awaitListening();
    await(sender.bus.send("after"));
    assertEquals("after", listener.received.poll(WITHIN_S, TimeUnit.SECONDS));
    assertTrue(listener.bus.reconnects() > 0);
  }

  @Test
  @Tag("store.15")
  void a_signal_is_heard_after_the_master_that_was_listened_to_falls_silent() throws Exception {
    listener.listen();
    sender.listen();

    signal("STOP", first);
    try {
      // Nobody notices before somebody asks it something.
      var _ = listener.nodes.send(keys.channel(), Request.cmd(Command.PING));
      var _ = sender.nodes.send(keys.channel(), Request.cmd(Command.PING));
      listener.awaitListening();
      sender.awaitListening();
      await(sender.bus.send("after"));
      assertEquals("after", listener.received.poll(WITHIN_S, TimeUnit.SECONDS));
    } finally {
      signal("CONT", first);
    }
  }

  /** Their channel would be the first master's, so that neither end can do without moving on. */
  private static Keys keysOfFirstMaster() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> new Keys("t" + i + ":"))
        .filter(keys -> Slots.of(keys.channel()) < Slots.COUNT / 3)
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, EmbeddedRedis redis)
      throws IOException, InterruptedException {
    var pid = Long.toString(redis.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
  }
}
