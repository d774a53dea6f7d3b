package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The check of the live installation over HTTP, whoever coordinates. */
@ExtendWith({PostgresExtension.class, OpenApiExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerifyContract {
  private static final String PATH = "/api/admin/verify";

  private final TestDatabase database;
  private final OpenApiCheck check;
  private final AtomicInteger lanes = new AtomicInteger();
  private Node node;

  VerifyContract(TestDatabase database, OpenApiCheck check) {
    this.database = database;
    this.check = check;
  }

  abstract PixStreamServer start(ServerOptions options, TestDatabase database);

  /** Ranges of the lane's one stream, leased, are in no place any more. */
  abstract void loseLease(Lane lane);

  /** The messages (from, to] are open for redelivery, wherever else they are. */
  abstract void giveBack(Lane lane, int from, int to);

  /** The messages (0, 10] are leased to the lane's one stream, wherever else they are. */
  abstract void leaseFirstTen(Lane lane);

  /** So many messages are claimed, though they are not there. */
  abstract void claimBeyondTail(Lane lane);

  abstract void openSevenStreams(Lane lane);

  /** The lane's one stream is gone, and its batch is not. */
  abstract void loseStream(Lane lane);

  /** What is confirmed is in the history. */
  abstract void awaitHistory(Lane lane);

  @BeforeAll
  void start() {
    var rules =
        new StreamRules(
            Duration.ofMillis(300),
            StreamRules.DEFAULT.lease(),
            StreamRules.DEFAULT.grace(),
            StreamRules.STREAMS_MAX);
    node = new Node(start(ServerOptions.DEFAULT.withRules(rules), database), check);
  }

  @AfterAll
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  TestDatabase database() {
    return database;
  }

  @Test
  @Tag("store.6")
  void a_lane_that_six_collectors_read_while_more_is_stored_has_none() {
    var lane = lane();
    lane.store(1, 300);
    var storing =
        CompletableFuture.runAsync(
            () -> {
              for (int from = 301; from <= 3_000; from += 100) {
                lane.store(from, from + 99);
              }
            });
    var reading =
        IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> read(lane, storing)))
            .toList();

    int looks = 0;
    while (!reading.stream().allMatch(CompletableFuture::isDone)) {
      assertEquals(List.of(), violations(lane));
      looks++;
    }

    assertEquals(3_000, reading.stream().mapToInt(CompletableFuture::join).sum());
    assertTrue(looks > 3, looks + " looks");
    assertEquals(List.of(), violations(lane));
    var whole = verify("?ispb=" + lane.ispb());
    assertEquals(3_000, whole.getInteger("messages"));
    assertEquals(1, whole.getInteger("lanes"));
  }

  @Test
  @Tag("store.6")
  void messages_that_are_nowhere_are_found() {
    var lane = leased();
    loseLease(lane);
    assertEquals(List.of("nowhere 10 20"), violations(lane));
  }

  @Test
  @Tag("store.6")
  void messages_both_leased_and_returned_are_found() {
    var lane = leased();
    giveBack(lane, 15, 17);
    assertEquals(List.of("twice 15 17"), violations(lane));
  }

  @Test
  void messages_returned_but_never_claimed_are_found() {
    var lane = leased();
    giveBack(lane, 22, 24);
    assertEquals(List.of("twice 22 24"), violations(lane));
  }

  @Test
  @Tag("store.6")
  void messages_both_confirmed_and_leased_are_found() {
    var lane = leased();
    awaitHistory(lane);
    loseLease(lane);
    leaseFirstTen(lane);
    assertEquals(List.of("nowhere 10 20", "twice 0 10"), violations(lane));
  }

  @Test
  @Tag("store.6")
  void a_head_beyond_the_tail_is_found() {
    var lane = leased();
    claimBeyondTail(lane);
    assertTrue(
        violations(lane).contains("head-beyond-tail null null"), () -> violations(lane) + "");
  }

  @Test
  @Tag("store.6")
  void seven_streams_are_told() {
    var lane = leased();
    openSevenStreams(lane);
    assertEquals(List.of("too-many-streams null null"), violations(lane));
  }

  @Test
  @Tag("store.6")
  void a_lease_without_a_stream_is_found() {
    var lane = leased();
    loseStream(lane);
    assertEquals(List.of("stranded 10 20"), violations(lane));
  }

  @Test
  @Tag("store.6")
  void a_message_not_stored_is_reported() {
    var lane = leased();
    database.execute(
        "DELETE FROM pixstream.message WHERE seq IN (5, 29) AND ispb = '" + lane.ispb() + "'");
    assertEquals(List.of("not-stored 28 29", "not-stored 4 5"), violations(lane));
  }

  @Test
  void all_lanes_are_checked_one_by_one() {
    var well = leased();
    var wrong = leased();
    giveBack(wrong, 15, 17);
    var all = verify("");
    assertEquals(null, all.getString("next"));
    assertTrue(all.getInteger("lanes") >= 2);
    var found = all.getJsonArray("violations").stream().map(JsonObject.class::cast).toList();
    assertTrue(
        found.stream()
            .anyMatch(
                one ->
                    one.getString("ispb").equals(wrong.ispb())
                        && one.getString("detail").startsWith("(15, 17] is leased to stream ")));
    assertTrue(found.stream().noneMatch(one -> one.getString("ispb").equals(well.ispb())));
  }

  @Test
  void a_check_goes_on_where_its_part_ended() {
    var lane = leased();
    giveBack(lane, 15, 17);
    assertEquals(
        20, verify("?after=" + lane.ispb() + "-10&ispb=" + lane.ispb()).getInteger("messages"));
    var behind = verify("?ispb=" + lane.ispb() + "&after=" + lane.ispb() + "-20");
    assertEquals(10, behind.getInteger("messages"));
    assertEquals(0, behind.getJsonArray("violations").size());
  }

  @Test
  void a_query_that_is_none_is_refused() {
    node.get(PATH + "?ispb=1234").assertProblem(400, "invalid-request");
    node.get(PATH + "?after=1234").assertProblem(400, "invalid-request");
    node.get(PATH + "?ispb=00000001&ispb=00000001").assertProblem(400, "invalid-request");
    node.get(PATH + "?ispb=00000001&after=00000002-0").assertProblem(400, "invalid-request");
  }

  @Test
  void a_lane_that_never_was_is_not_counted() {
    assertEquals(0, verify("?ispb=ZZZZZZZZ").getInteger("lanes"));
  }

  /** Thirty messages: ten confirmed, ten leased, ten to come. */
  Lane leased() {
    var lane = lane();
    lane.store(1, 30);
    var first = lane.start().assertBatch(1, 10);
    lane.pull(first.next()).assertBatch(11, 20);
    assertEquals(List.of(), violations(lane));
    return lane;
  }

  private Lane lane() {
    return new Lane(node, "%08d".formatted(lanes.incrementAndGet()));
  }

  /** Kind and range of each, in order of their names. */
  List<String> violations(Lane lane) {
    return verify("?ispb=" + lane.ispb()).getJsonArray("violations").stream()
        .map(JsonObject.class::cast)
        .map(one -> one.getString("kind") + " " + one.getLong("from") + " " + one.getLong("to"))
        .sorted()
        .toList();
  }

  private JsonObject verify(String query) {
    var answer = node.get(PATH + query);
    assertEquals(200, answer.status(), answer::body);
    return answer.json();
  }

  /** How many messages one collector reads until no more come. */
  private static int read(Lane lane, CompletableFuture<Void> storing) {
    List<Integer> read = new ArrayList<>();
    boolean stored = storing.isDone();
    var got = lane.start();
    while (got.status() == 200 || !stored) {
      read.addAll(got.numbers());
      stored = storing.isDone();
      got = lane.pull(got.next());
    }
    lane.close(got.next());
    return read.size();
  }
}
