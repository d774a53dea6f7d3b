package dev.pixstream.postgres.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StoreUnavailableException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes together, and what comes of it when a call fails. */
final class BatcherTest {
  private record Call(
      List<String> requests,
      CompletableFuture<List<Answer<String>>> answers,
      Consumer<List<Answer<String>>> late) {}

  private static final int FULL = Batcher.TOGETHER_MAX;

  private final Vertx vertx = Vertx.vertx();
  private final List<Call> calls = new ArrayList<>();
  private final List<String> late = new ArrayList<>();

  @AfterEach
  void closeVertx() {
    vertx.close().await();
  }

  private Batcher<String, String> batcher(Duration callMax) {
    return new Batcher<>(
        new Deadlines(vertx, callMax),
        1,
        request -> request.startsWith("!"),
        (requests, lateAnswers) -> {
          var call = new Call(requests, new CompletableFuture<>(), lateAnswers);
          calls.add(call);
          return call.answers();
        },
        late::add);
  }

  private Batcher<String, String> batcher() {
    return batcher(Duration.ofMinutes(1));
  }

  private List<List<String>> asked() {
    return calls.stream().map(Call::requests).toList();
  }

  @Test
  @Tag("store.17")
  void who_comes_while_a_call_is_under_way_goes_with_the_next_one() {
    var batcher = batcher();
    var a = batcher.ask("a").toCompletableFuture();
    var b = batcher.ask("b").toCompletableFuture();
    var c = batcher.ask("c").toCompletableFuture();
    assertEquals(List.of(List.of("a")), asked());

    calls.getFirst().answers().complete(told(List.of("A")));
    assertEquals("A", a.join());
    assertEquals(List.of(List.of("a"), List.of("b", "c")), asked());

    calls.getLast().answers().complete(told(List.of("B", "C")));
    assertEquals("B", b.join());
    assertEquals("C", c.join());
  }

  @Test
  @Tag("delivery.4")
  void an_answer_that_cannot_be_read_spoils_no_other() {
    var batcher = batcher();
    batcher.ask("first");
    var a = batcher.ask("a").toCompletableFuture();
    var b = batcher.ask("b").toCompletableFuture();
    calls.getFirst().answers().complete(told(List.of("FIRST")));
    calls
        .getLast()
        .answers()
        .complete(
            List.of(Answer.of(() -> String.valueOf(List.of().getFirst())), new Answer.Told<>("B")));
    assertTrue(a.isCompletedExceptionally());
    assertEquals("B", b.join());
    assertEquals(2, calls.size());
  }

  @Test
  @Tag("store.17")
  void a_second_call_goes_as_soon_as_it_is_full_and_no_third() {
    var batcher = batcher();
    batcher.ask("first");
    var others = numbers(2 * FULL, "");
    others.subList(0, FULL - 1).forEach(batcher::ask);
    assertEquals(1, calls.size());
    others.subList(FULL - 1, 2 * FULL).forEach(batcher::ask);
    assertEquals(List.of(List.of("first"), others.subList(0, FULL)), asked());

    calls.getLast().answers().complete(told(others.subList(0, FULL)));
    assertEquals(others.subList(FULL, 2 * FULL), calls.getLast().requests());
    batcher.ask("last");
    calls.getFirst().answers().complete(told(List.of("FIRST")));
    assertEquals(3, calls.size());
    calls.getLast().answers().complete(told(others.subList(FULL, 2 * FULL)));
    assertEquals(List.of("last"), calls.getLast().requests());
  }

  @Test
  @Tag("store.17")
  void who_goes_first_has_half_of_a_call_and_what_others_leave() {
    var batcher = batcher();
    batcher.ask("first");
    numbers(FULL, "second ").forEach(batcher::ask);
    var others = numbers(FULL - 2, "");
    var first = numbers(FULL, "!");
    others.forEach(batcher::ask);
    first.forEach(batcher::ask);
    assertEquals(2, calls.size());

    calls.getFirst().answers().complete(told(List.of("FIRST")));
    int half = FULL / 2;
    assertEquals(together(first.subList(0, half), others.subList(0, half)), asked().get(2));
    calls.get(1).answers().complete(told(calls.get(1).requests()));
    calls.get(2).answers().complete(told(calls.get(2).requests()));
    assertEquals(
        together(first.subList(half, FULL), others.subList(half, FULL - 2)), asked().get(3));
  }

  private static List<Answer<String>> told(List<String> answers) {
    return answers.stream().<Answer<String>>map(Answer.Told::new).toList();
  }

  private static List<String> numbers(int count, String prefix) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static List<String> together(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @Test
  @Tag("store.17")
  void a_request_that_fails_does_not_spoil_those_that_went_with_it() {
    var batcher = batcher();
    batcher.ask("first");
    var good = batcher.ask("good").toCompletableFuture();
    var bad = batcher.ask("bad").toCompletableFuture();
    calls.getFirst().answers().complete(told(List.of("FIRST")));
    calls.get(1).answers().completeExceptionally(new IllegalStateException("of bad"));

    assertEquals(List.of(List.of("good"), List.of("bad")), asked().subList(2, 4));
    calls.get(2).answers().complete(told(List.of("GOOD")));
    calls.get(3).answers().completeExceptionally(new IllegalStateException("of bad"));
    assertEquals("GOOD", good.join());
    assertThrows(CompletionException.class, bad::join);
  }

  @Test
  @Tag("access.11")
  void a_call_that_throws_at_once_keeps_no_slot() {
    var throwing = new AtomicBoolean(true);
    var batcher =
        new Batcher<String, String>(
            new Deadlines(vertx, Duration.ofMinutes(1)),
            1,
            request -> false,
            (requests, lateAnswers) -> {
              if (throwing.get()) {
                throw new IllegalStateException("at once");
              }
              return CompletableFuture.completedFuture(told(requests));
            },
            late::add);
    for (int i = 0; i < 3; i++) {
      var failed = batcher.ask("a").toCompletableFuture();
      var failure = assertThrows(CompletionException.class, failed::join);
      assertTrue(failure.toString().endsWith("at once"), failure.toString());
    }

    throwing.set(false);

    assertEquals("b", batcher.ask("b").toCompletableFuture().join());
  }

  @Test
  @Tag("access.11")
  void a_call_that_answers_too_few_leaves_nobody_waiting() {
    var batcher = batcher();
    batcher.ask("first");
    var second = batcher.ask("second").toCompletableFuture();
    var third = batcher.ask("third").toCompletableFuture();
    calls.getFirst().answers().complete(told(List.of("FIRST")));
    calls.get(1).answers().complete(told(List.of("SECOND")));

    assertThrows(CompletionException.class, second::join);
    assertThrows(CompletionException.class, third::join);
    assertEquals(2, calls.size(), "what may have taken effect is not asked for again");
  }

  @Test
  @Tag("store.17")
  void an_unavailable_store_is_not_asked_for_each() {
    var batcher = batcher();
    batcher.ask("first");
    var second = batcher.ask("second").toCompletableFuture();
    var third = batcher.ask("third").toCompletableFuture();
    calls.getFirst().answers().complete(told(List.of("FIRST")));
    var away = new StoreUnavailableException("away");
    calls.get(1).answers().completeExceptionally(away);

    assertEquals(2, calls.size());
    assertEquals(away, assertThrows(CompletionException.class, second::join).getCause());
    assertEquals(away, assertThrows(CompletionException.class, third::join).getCause());
  }

  @Test
  @Tag("store.17")
  void who_is_not_served_in_time_is_told_and_does_not_go_with_the_next_call() {
    var batcher = batcher(Duration.ofMillis(50));
    var first = batcher.ask("first").toCompletableFuture();
    var second = batcher.ask("second").toCompletableFuture();

    assertTrue(
        first.handle((found, failure) -> failure instanceof StoreUnavailableException).join());
    assertTrue(
        second.handle((found, failure) -> failure instanceof StoreUnavailableException).join());
    calls.getFirst().late().accept(told(List.of("FIRST")));
    calls.getFirst().answers().completeExceptionally(new StoreUnavailableException("late"));

    assertEquals(List.of("FIRST"), late);
    assertEquals(List.of(List.of("first")), asked());
  }
}
