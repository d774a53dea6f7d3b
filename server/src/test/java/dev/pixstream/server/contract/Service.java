package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.ClockedServer;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.RedisLook;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The nodes of a test class on one database, and a lane of its own for each test. Streams and
 * claims are in the database, or in a Redis of the class's own.
 */
final class Service implements AutoCloseable {
  private final TestDatabase database;
  private final ServerOptions options;
  private final OpenApiCheck check;
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger lanes = new AtomicInteger();
  private final Optional<EmbeddedRedis> redis;
  private Optional<RedisLook> look = Optional.empty();
  private volatile Duration ahead = Duration.ZERO;

  Service(TestDatabase database, ServerOptions options, OpenApiCheck check) {
    this(database, options, check, Optional.empty());
  }

  /** With the streams in this Redis, which it closes in the end. */
  Service(
      TestDatabase database,
      ServerOptions options,
      OpenApiCheck check,
      Optional<EmbeddedRedis> redis) {
    this.redis = redis;
    this.database = database;
    this.options = options;
    this.check = check;
  }

  /** Starts another node on the database. */
  Node addNode() {
    return addNode(same -> same);
  }

  /** Starts another node on the database, with other options. */
  Node addNode(UnaryOperator<ServerOptions> change) {
    var node = new Node(start(change.apply(options)), check);
    nodes.add(node);
    return node;
  }

  private PixStreamServer start(ServerOptions options) {
    var url = DatabaseUrl.parse(database.url());
    if (redis.isEmpty()) {
      return PixStreamServer.start(options, url);
    }
    var place = redis.get().url();
    var server = ClockedServer.start(options, url, RedisUrl.parse(place), () -> ahead);
    if (look.isEmpty()) {
      look = Optional.of(new RedisLook(database, place, () -> ahead));
    }
    return server;
  }

  Node node() {
    return nodes.getFirst();
  }

  Node otherNode() {
    return nodes.get(1);
  }

  TestDatabase database() {
    return database;
  }

  /** A lane that no other test uses, at the first node. */
  Lane lane() {
    return new Lane(node(), "%08d".formatted(lanes.incrementAndGet()), look);
  }

  /** Moves the store's clock on, for all lanes. */
  void advance(Duration time) {
    ahead = ahead.plus(time);
    database.setClockAhead(ahead);
  }

  /**
   * Makes opening and claiming slow between their look and their write, so that what is missing a
   * lock comes out wrong not once in a while but always.
   */
  void widenRaces() {
    if (redis.isPresent()) {
      // There a script has no such moment.
      return;
    }
    database.execute(
        "CREATE FUNCTION pixstream.pause() RETURNS trigger LANGUAGE plpgsql"
            + " AS 'BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END'");
    for (var table : List.of("stream", "batch")) {
      database.execute(
          "CREATE TRIGGER pause BEFORE INSERT ON pixstream."
              + table
              + " FOR EACH ROW EXECUTE FUNCTION pixstream.pause()");
    }
  }

  /**
   * Returns when so many requests wait in a lane, on whichever node. The store knows a moment
   * before the node has put a request into its queue; what the node answers after that comes later.
   */
  void awaitWaiting(Lane lane, int requests) {
    Until.holds(() -> waiting(lane) == requests);
    nodes.forEach(Node::awaitTurns);
  }

  /** How many requests wait in a lane, as far as the store knows. */
  int waiting(Lane lane) {
    if (look.isPresent()) {
      return (int) look.get().streams(lane.ispb()).stream().filter(RedisLook.Open::waiting).count();
    }
    var waiting =
        "SELECT count(*) FROM pixstream.open_stream WHERE waiting_until > pixstream.store_time()"
            + " AND ispb = '"
            + lane.ispb()
            + "'";
    return Integer.parseInt(database.query(waiting).getFirst());
  }

  /** How many streams of a lane are open. */
  int openStreams(Lane lane) {
    if (look.isPresent()) {
      return look.get().streams(lane.ispb()).size();
    }
    var open =
        "SELECT count(*) FROM pixstream.stream WHERE ended_at IS NULL AND ispb = '"
            + lane.ispb()
            + "'";
    return Integer.parseInt(database.query(open).getFirst());
  }

  /** How long the store was told that each stream's last request would wait. */
  List<Duration> waits(Lane lane) {
    if (look.isPresent()) {
      return look.get().streams(lane.ispb()).stream().map(RedisLook.Open::waits).toList();
    }
    var waits =
        "SELECT round(extract(epoch FROM waiting_until - waiting_since) * 1000000)"
            + " FROM pixstream.open_stream WHERE ispb = '"
            + lane.ispb()
            + "'";
    return database.query(waits).stream()
        .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1_000))
        .toList();
  }

  /** When the last of the lane's leases ends, microseconds since 1970; 0 if there is none. */
  long lastLeaseMicros(Lane lane) {
    if (look.isPresent()) {
      return look.get().lastLeaseMicros(lane.ispb());
    }
    var last =
        "SELECT coalesce(max(round(extract(epoch FROM lease_until) * 1000000)::bigint), 0)"
            + " FROM pixstream.open_stream WHERE ispb = '"
            + lane.ispb()
            + "'";
    return Long.parseLong(database.query(last).getFirst());
  }

  /** How long that is from now. */
  Duration lastLeaseLeft(Lane lane) {
    var now = Duration.ofMillis(System.currentTimeMillis()).plus(ahead);
    return Duration.ofNanos(lastLeaseMicros(lane) * 1_000).minus(now);
  }

  /** No claim in this lane, or in any if they are in Redis, is answered until it is released. */
  void holdClaims(Lane lane) {
    if (redis.isPresent()) {
      // The claim is made by then, but not the response: that needs the messages.
      database.execute("BEGIN");
      database.execute("LOCK TABLE pixstream.message IN ACCESS EXCLUSIVE MODE");
    } else {
      database.execute("SELECT pg_advisory_lock" + lock(lane));
    }
  }

  /** Whether exactly one is held up. */
  boolean holdsOneClaim() {
    var held =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database() AND query ~ 'pixstream[.](read_batch|pull)'";
    return database.query(held).getFirst().equals("1");
  }

  void releaseClaims(Lane lane) {
    database.execute(redis.isPresent() ? "ROLLBACK" : "SELECT pg_advisory_unlock" + lock(lane));
  }

  /** As lock_lane has it. */
  private static String lock(Lane lane) {
    return "(1886613619, hashtext('" + lane.ispb() + "'))";
  }

  /** The stores close the connections of all nodes. */
  void dropConnections() {
    database.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name LIKE 'pixstream%'");
    look.ifPresent(RedisLook::dropConnections);
  }

  /** A worker of this lane, by hand. */
  HandWorker worker(Lane lane) {
    return new HandWorker(
        database, lane.ispb(), () -> look.ifPresent(redis -> redis.awaitHistory(lane.ispb())));
  }

  boolean isOnRedis() {
    return redis.isPresent();
  }

  /** A metric over all nodes. */
  double sum(String metric, String... labels) {
    return nodes.stream().mapToDouble(node -> Metrics.of(node).value(metric, labels)).sum();
  }

  /** Every message is in exactly one place. */
  void assertPartition() {
    assertEquals(List.of(), look.map(RedisLook::violations).orElseGet(database::violations));
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    look.ifPresent(RedisLook::close);
    redis.ifPresent(EmbeddedRedis::close);
  }
}
