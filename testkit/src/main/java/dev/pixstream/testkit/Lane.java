package dev.pixstream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Pulled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One lane of a store under test, in blocking words. Its messages are numbered 1, 2, 3 … and say
 * so.
 */
public final class Lane {
  /** How long a request waits, as far as the store is told. */
  public static final Duration WAIT = Duration.ofSeconds(8);

  private final LaneStore store;
  private final LaneId id;
  private final IterationIds ids = new IterationIds();
  private int stored;
  private long requests;

  public Lane(LaneStore store, String name) {
    this.store = store;
    this.id = LaneId.of(name);
  }

  public LaneId id() {
    return id;
  }

  /** Stores the next messages. */
  public AppendOutcome.Stored store(int count) {
    var messages =
        IntStream.rangeClosed(stored + 1, stored + count).mapToObj(this::message).toList();
    stored += count;
    return assertInstanceOf(AppendOutcome.Stored.class, await(store.log().append(messages)));
  }

  /** The message with this number. */
  public NewMessage message(int number) {
    return message(number, "message " + number);
  }

  /** A message with this number and another content. */
  public NewMessage message(int number, String content) {
    return new NewMessage(id, key(number), new Payload(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** The key of the message with this number. */
  public static MessageKey key(int number) {
    return new MessageKey(String.format(Locale.ROOT, "E12345678202601010000%011d", number));
  }

  public PullOutcome open(int max) {
    return opening(max).outcome();
  }

  /** Opens a stream, and tells what had to be ended first. */
  public Pulled opening(int max) {
    return await(store.coordinator().open(request(ids.next(), max)));
  }

  public PullOutcome pull(IterationId id, int max) {
    return pulling(id, max).outcome();
  }

  /** Pulls, and tells what had to be ended first. */
  public Pulled pulling(IterationId id, int max) {
    return await(store.coordinator().pull(request(id, max), false));
  }

  /** A request that can be repeated with its nonce. */
  public PullRequest request(IterationId id, int max) {
    return request(id, max, Duration.ZERO);
  }

  /** A request that arrived some time ago, and comes to the store only now. */
  public PullRequest request(IterationId id, int max, Duration ago) {
    long arrived = System.nanoTime() - ago.toNanos();
    return new PullRequest(this.id, id, max, new Nonce("testnode", ++requests), arrived, WAIT);
  }

  public PullOutcome pull(PullRequest request, boolean again) {
    return await(store.coordinator().pull(request, again)).outcome();
  }

  public CloseOutcome close(IterationId id) {
    return await(store.coordinator().close(this.id, id));
  }

  /** Ends what is due in this lane; how many messages went back. */
  public int expire() {
    return await(store.coordinator().expire(id)).returned().messages();
  }

  /** Opens a stream that must get a batch. */
  public PullOutcome.Delivered opened(int max) {
    return delivered(open(max));
  }

  /** Opens a stream whose last request found nothing; before, it got and confirmed this many. */
  public IterationId idle(int before) {
    if (before == 0) {
      return empty(open(10));
    }
    store(before);
    return empty(pull(opened(10).next(), 10));
  }

  /** Pulls a batch that must be there. */
  public PullOutcome.Delivered pulled(IterationId id, int max) {
    return delivered(pull(id, max));
  }

  public static PullOutcome.Delivered delivered(PullOutcome outcome) {
    return assertInstanceOf(PullOutcome.Delivered.class, outcome);
  }

  public static IterationId empty(PullOutcome outcome) {
    return assertInstanceOf(PullOutcome.Empty.class, outcome).next();
  }

  /** The numbers of a batch's messages. */
  public static List<Integer> numbers(PullOutcome outcome) {
    return delivered(outcome).payloads().stream()
        .map(payload -> new String(payload.bytes(), StandardCharsets.UTF_8))
        .map(text -> Integer.valueOf(text.substring("message ".length())))
        .toList();
  }

  /** The numbers from one to another, both included. */
  public static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  public static void assertBatch(int from, int to, PullOutcome outcome) {
    assertEquals(range(from, to), numbers(outcome));
  }

  /** Waits for a stage, but not for ever. */
  public static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
