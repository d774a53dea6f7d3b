package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The check of an installation whose lanes are in Redis. */
final class VerifyRedisTest extends VerifyContract {
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final Vertx vertx = Vertx.vertx();
  private final Redis client = Redis.createClient(vertx, redis.url());

  VerifyRedisTest(TestDatabase database, OpenApiCheck check) {
    super(database, check);
  }

  @AfterAll
  void stopRedis() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    redis.close();
  }

  @Override
  PixStreamServer start(ServerOptions options, TestDatabase database) {
    return PixStreamServer.start(
        options, DatabaseUrl.parse(database.url()), Optional.of(RedisUrl.parse(redis.url())));
  }

  @Override
  void loseLease(Lane lane) {
    send(Command.DEL, key(lane, "owners"));
  }

  @Override
  void giveBack(Lane lane, int from, int to) {
    send(
        Command.ZADD, key(lane, "returned"), Integer.toString(from), "%d-%d:1".formatted(from, to));
  }

  @Override
  void leaseFirstTen(Lane lane) {
    send(Command.HSET, key(lane, "owners"), stream(lane), "0-10:2:0");
  }

  @Override
  void claimBeyondTail(Lane lane) {
    send(Command.HSET, key(lane, "head"), "head", "31");
  }

  @Override
  void openSevenStreams(Lane lane) {
    var like = send(Command.HGET, key(lane, "streams"), stream(lane)).toString();
    for (int i = 1; i <= 6; i++) {
      send(Command.HSET, key(lane, "streams"), "more0" + i, like);
    }
  }

  @Override
  void loseStream(Lane lane) {
    send(Command.DEL, key(lane, "streams"));
  }

  @Override
  void awaitHistory(Lane lane) {
    var confirmed =
        "SELECT count(*) FROM pixstream.batch WHERE state = 'confirmed' AND ispb = '"
            + lane.ispb()
            + "'";
    Until.holds(() -> database().query(confirmed).getFirst().equals("1"));
  }

  @Test
  void a_lane_whose_head_is_deleted_is_made_anew_and_well() {
    var lane = leased();
    awaitHistory(lane);
    loseLease(lane);
    assertEquals(List.of("nowhere 10 20"), violations(lane));
    send(Command.DEL, key(lane, "head"));
    assertEquals(List.of(), violations(lane));
    lane.start().assertBatch(11, 20, 10);
    assertEquals(List.of(), violations(lane));
  }

  private String stream(Lane lane) {
    return send(Command.HKEYS, key(lane, "streams")).get(0).toString();
  }

  private static String key(Lane lane, String name) {
    return "ispb:{" + lane.ispb() + "}:" + name;
  }

  private Response send(Command command, String... arguments) {
    var request = Request.cmd(command);
    for (var argument : arguments) {
      request.arg(argument);
    }
    return client.send(request).toCompletionStage().toCompletableFuture().join();
  }
}
