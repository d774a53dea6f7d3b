package dev.pixstream.server;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.verification.Partition;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a test sees of its lanes in Redis, beside the nodes. */
public final class RedisLook implements AutoCloseable {
  private static final int LOOKS_MAX = 60;
  private static final int MESSAGES_MAX = 100_000;
  private static final long LOOK_MS = 50;
  private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+):");

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final Supplier<Duration> ahead;
  private final Redis client;
  private final PgStore messages;
  private final RedisStore store;

  /** Connects; the database has to be migrated. */
  public RedisLook(TestDatabase database, String url, Supplier<Duration> ahead) {
    this.database = database;
    this.ahead = ahead;
    this.client =
        Redis.createClient(
            vertx, new RedisOptions().setConnectionString(url).setProtocolNegotiation(false));
    this.messages =
        PgStore.open(
            vertx, DatabaseUrl.parse(database.url()), StreamRules.DEFAULT, StoreLimits.DEFAULT);
    this.store =
        RedisStore.open(
            vertx,
            RedisUrl.parse(url),
            new RedisStore.Messages(messages, messages.archive(), messages.facts()),
            StreamRules.DEFAULT,
            RedisStore.Tuning.ahead(ahead));
  }

  /**
   * A stream that is open.
   *
   * @param waits how long the store was told that its last request would wait
   * @param waiting whether that request waits now
   */
  public record Open(Duration waits, boolean waiting) {}

  /** The open streams of a lane. */
  public List<Open> streams(String lane) {
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) + micros(ahead.get());
    return texts(send(Command.HVALS, key(lane, "streams"))).stream()
        .map(text -> text.split(" ", -1))
        .map(
            words -> {
              long until = Long.parseLong(words[8]);
              var waits = Duration.ofNanos((until - Long.parseLong(words[7])) * 1_000);
              return new Open(waits, until > now);
            })
        .toList();
  }

  /** When the lane's last lease ends, microseconds since 1970; 0 if there is none. */
  public long lastLeaseMicros(String lane) {
    var last = texts(send(Command.ZRANGE, key(lane, "leases"), "-1", "-1", "WITHSCORES"));
    return last.isEmpty() ? 0 : (long) Double.parseDouble(last.get(1));
  }

  /** How many streams have this message leased. */
  public int leases(String lane, String endToEndId) {
    var number =
        "SELECT seq FROM pixstream.message WHERE ispb = '%s' AND end_to_end_id = '%s'"
            .formatted(lane, endToEndId);
    long seq = Long.parseLong(database.query(number).getFirst());
    return (int)
        texts(send(Command.HVALS, key(lane, "owners"))).stream()
            .flatMap(text -> RANGE.matcher(text).results())
            .filter(r -> Long.parseLong(r.group(1)) < seq && seq <= Long.parseLong(r.group(2)))
            .count();
  }

  /**
   * Where the invariant <em>partition</em> does not hold, and lanes that are not there. What does
   * not persist is none: lanes move between two looks.
   */
  public List<String> violations() {
    var found = look();
    for (int looks = 1; !found.isEmpty() && looks < LOOKS_MAX; looks++) {
      await(vertx.timer(LOOK_MS));
      found = look();
    }
    return found;
  }

  private List<String> look() {
    List<String> found = new ArrayList<>();
    for (var lane : database.query("SELECT DISTINCT ispb FROM pixstream.message")) {
      if (send(Command.EXISTS, key(lane, "head")).toInteger() == 0) {
        found.add(lane + " is not in Redis");
      }
      var look = store.verification().look(LaneId.of(lane), 0, MESSAGES_MAX);
      Partition.violations(await(Future.fromCompletionStage(look)))
          .forEach(violation -> found.add(violation.toString()));
    }
    return found;
  }

  /** Returns when the node has written to the history all that is over in a lane by now. */
  public void awaitHistory(String lane) {
    var key = "{" + lane + "}:message-processing";
    for (int looks = 0; send(Command.XLEN, key).toInteger() > 0; looks++) {
      if (looks == LOOKS_MAX) {
        throw new AssertionError("nobody writes the history of " + lane);
      }
      await(vertx.timer(LOOK_MS));
    }
  }

  /** Redis closes all connections but this one. */
  public void dropConnections() {
    send(Command.CLIENT, "KILL", "TYPE", "pubsub");
    send(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
  }

  /** One command and its answer. */
  public Response send(Command command, String... arguments) {
    var request = Request.cmd(command);
    for (var argument : arguments) {
      request.arg(argument);
    }
    return await(client.send(request));
  }

  private static String key(String lane, String name) {
    return "ispb:{" + lane + "}:" + name;
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  private static List<String> texts(Response answer) {
    return IntStream.range(0, answer.size()).mapToObj(i -> answer.get(i).toString()).toList();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(client.close());
    await(Future.fromCompletionStage(store.close()));
    await(vertx.close());
  }
}
