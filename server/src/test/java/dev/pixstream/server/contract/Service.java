package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.postgres.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.PixStreamServer;
import dev.pixstream.server.ServerOptions;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The nodes of a test class on one database, and a lane of its own for each test. */
final class Service implements AutoCloseable {
  private final TestDatabase database;
  private final ServerOptions options;
  private final OpenApiCheck check;
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger lanes = new AtomicInteger();
  private Duration ahead = Duration.ZERO;

  Service(TestDatabase database, ServerOptions options, OpenApiCheck check) {
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
    var server = PixStreamServer.start(change.apply(options), DatabaseUrl.parse(database.url()));
    var node = new Node(server, check);
    nodes.add(node);
    return node;
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
    return new Lane(node(), "%08d".formatted(lanes.incrementAndGet()));
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
    var waiting =
        "SELECT count(*) FROM pixstream.stream WHERE waiting_until > pixstream.store_time()"
            + " AND ended_at IS NULL AND ispb = '"
            + lane.ispb()
            + "'";
    return Integer.parseInt(database.query(waiting).getFirst());
  }

  /** How many streams of a lane are open. */
  int openStreams(Lane lane) {
    var open =
        "SELECT count(*) FROM pixstream.stream WHERE ended_at IS NULL AND ispb = '"
            + lane.ispb()
            + "'";
    return Integer.parseInt(database.query(open).getFirst());
  }

  /** A metric over all nodes. */
  double sum(String metric, String... labels) {
    return nodes.stream().mapToDouble(node -> Metrics.of(node).value(metric, labels)).sum();
  }

  /** Every message is in exactly one place. */
  void assertPartition() {
    assertEquals(List.of(), database.violations());
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
