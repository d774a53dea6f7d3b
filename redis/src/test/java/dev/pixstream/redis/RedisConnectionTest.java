package dev.pixstream.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.redis.link.RedisNodes;
import dev.pixstream.redis.link.RedisUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a node gets to a Redis, and away from one that is of no use. */
final class RedisConnectionTest {
  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private RedisNodes nodes = nodes(redis.url());

  @AfterEach
  void stop() {
    nodes.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    redis.close();
  }

  private RedisNodes nodes(String url) {
    return new RedisNodes(vertx, RedisUrl.parse(url));
  }

  private String withAccount(String account) {
    return redis.url().replace("://", "://" + account + "@");
  }

  @Test
  @Tag("errors.4")
  void the_account_is_used_though_the_default_user_is_open() throws Exception {
    tell(redis, "ACL SETUSER pix on >a+b%c ~* &* +@all");

    nodes = nodes(withAccount("pix:a+b%25c"));
    await(nodes.connect());

    assertTrue(ask("CLIENT", "LIST").toString().contains("user=pix"));
    assertEquals("pix", ask("ACL", "WHOAMI").toString());
  }

  @Test
  @Tag("errors.4")
  void a_wrong_password_is_refused_though_the_default_user_is_open() throws Exception {
    tell(redis, "ACL SETUSER pix on >right ~* &* +@all");

    nodes = nodes(withAccount("pix:wrong"));

    var failure = assertThrows(CompletionException.class, () -> await(nodes.connect()));
    assertTrue(failure.toString().contains("WRONGPASS"), failure::getMessage);
  }

  @Test
  void a_password_alone_is_that_of_the_default_user() throws Exception {
    tell(redis, "CONFIG SET requirepass secret");

    nodes = nodes(withAccount(":secret"));
    await(nodes.connect());

    assertEquals("default", ask("ACL", "WHOAMI").toString());
  }

  @Test
  void a_right_that_was_taken_is_a_store_that_is_away_until_it_is_given_back() throws Exception {
    tell(redis, "ACL SETUSER pix on >p ~* &* +@all");
    nodes = nodes(withAccount("pix:p"));
    await(nodes.connect());

    tell(redis, "ACL SETUSER pix -set");
    assertAway(set());
    assertAway(script());

    tell(redis, "ACL SETUSER pix +set");
    await(set());
    await(script());
  }

  @Test
  @Tag("errors.7")
  void a_redis_that_was_made_a_replica_is_left_for_its_master() throws Exception {
    try (var other = EmbeddedRedis.start()) {
      nodes = nodes(redis.url() + "," + other.url());
      await(nodes.connect());
      await(set());

      tell(redis, "REPLICAOF 127.0.0.1 " + other.port());
      assertAway(set());

      until(() -> set());
      tell(redis, "REPLICAOF NO ONE");
      tell(other, "REPLICAOF 127.0.0.1 " + redis.port());
      assertAway(script());
      until(() -> script());
    }
  }

  @Test
  void a_replica_alone_is_refused_and_used_once_it_is_a_master() throws Exception {
    try (var other = EmbeddedRedis.start()) {
      tell(redis, "REPLICAOF 127.0.0.1 " + other.port());

      var failure = assertThrows(CompletionException.class, () -> await(nodes.connect()));
      assertTrue(failure.toString().contains("is a replica"), failure::getMessage);

      tell(redis, "REPLICAOF NO ONE");
      until(() -> set());
    }
  }

  @Test
  @Tag("errors.7")
  void an_address_that_accepts_and_stays_silent_is_passed_over_and_left_again() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      nodes = nodes("redis://127.0.0.1:" + silent.getLocalPort() + "," + redis.url().substring(8));

      await(nodes.connect());

      await(set());
      try (var accepted = silent.accept()) {
        accepted.setSoTimeout(20_000);
        // The node says PING, waits, and closes.
        accepted.getInputStream().readAllBytes();
      }
    }
  }

  @Test
  void a_host_may_have_an_underscore() {
    nodes = nodes("redis://no_such_host.invalid:1");

    var failure = assertThrows(CompletionException.class, () -> await(nodes.connect()));

    assertTrue(failure.toString().contains("no_such_host"), failure::getMessage);
  }

  private Future<Response> set() {
    return nodes.send("key", Request.cmd(Command.SET).arg("key").arg("value"));
  }

  private Future<Response> script() {
    return nodes.send(
        "key",
        Request.cmd(Command.EVAL).arg("return redis.call('SET', KEYS[1], '1')").arg(1).arg("key"));
  }

  private Response ask(String command, String argument) {
    return await(nodes.send("key", Request.cmd(Command.create(command)).arg(argument)));
  }

  /** Repeats what fails as a store that is away, as a caller does. */
  private void until(Supplier<Future<Response>> call) {
    var done = Promise.<Response>promise();
    attempt(call, done);
    await(done.future());
  }

  private void attempt(Supplier<Future<Response>> call, Promise<Response> done) {
    call.get()
        .onSuccess(done::tryComplete)
        .onFailure(
            failure -> {
              if (failure instanceof StoreUnavailableException) {
                vertx.setTimer(50, timer -> attempt(call, done));
              } else {
                done.tryFail(failure);
              }
            });
  }

  private static void assertAway(Future<Response> call) {
    var failure =
        assertThrows(
            ExecutionException.class,
            () -> call.toCompletionStage().toCompletableFuture().get(20, SECONDS));
    assertInstanceOf(StoreUnavailableException.class, failure.getCause());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }

  private static void tell(EmbeddedRedis redis, String line) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), redis.port())) {
      socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
      assertEquals('+', socket.getInputStream().read(), line);
    }
  }
}
