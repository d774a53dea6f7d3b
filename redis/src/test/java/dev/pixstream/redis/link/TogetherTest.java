package dev.pixstream.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that go together. */
final class TogetherTest {
  private final List<CompletableFuture<List<String>>> calls = new ArrayList<>();
  private boolean throwing;

  private CompletionStage<List<String>> call(List<String> asked) {
    if (throwing) {
      throw new IllegalStateException("at once");
    }
    calls.add(new CompletableFuture<>());
    return calls.getLast();
  }

  @Test
  @Tag("access.11")
  void a_call_that_throws_at_once_keeps_nobody_out() {
    var together = new Together<>(this::call, 10);
    throwing = true;
    assertTrue(together.ask("a").failed());
    assertTrue(together.ask("b").failed());

    throwing = false;
    var later = together.ask("c");
    calls.getFirst().complete(List.of("C"));

    assertEquals("C", later.result());
  }

  @Test
  @Tag("access.11")
  void a_next_call_that_throws_does_not_keep_the_answers_of_the_one_before() {
    var together = new Together<>(this::call, 10);
    var first = together.ask("a");
    var second = together.ask("b");
    throwing = true;
    calls.getFirst().complete(List.of("A"));

    assertEquals("A", first.result());
    assertTrue(second.failed());
  }

  @Test
  void an_answer_that_is_missing_is_a_failure() {
    var together = new Together<>(this::call, 10);
    var first = together.ask("a");
    calls.getFirst().complete(List.of());

    assertTrue(first.failed());
  }
}
