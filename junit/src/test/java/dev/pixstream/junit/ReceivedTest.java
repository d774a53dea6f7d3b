package dev.pixstream.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReceivedTest {
  private final List<String> stored = new ArrayList<>(List.of("E1", "E2", "E3"));
  private final Received received = new Received(() -> stored);

  private static void fails(String message, org.junit.jupiter.api.function.Executable check) {
    assertEquals(message, assertThrows(AssertionError.class, check).getMessage());
  }

  @Test
  void everything_once_in_any_order_is_exactly_once() throws Exception {
    received.add("E3");
    received.addMessage("{\"endToEndId\" : \"E1\"}");
    received.add("E2");

    received.awaitAll(Duration.ZERO);
    received.assertExactlyOnce();
    assertEquals(List.of("E3", "E1", "E2"), received.ids());
  }

  @Test
  @Tag("faults.4")
  void lost_messages_are_named() {
    received.add("E2");

    fails("3 stored, 1 received; lost: 2 (E1, E3)", received::assertExactlyOnce);
    fails(
        "after PT0.01S 3 stored, 1 received; lost: 2 (E1, E3)",
        () -> received.awaitAll(Duration.ofMillis(10)));
    received.assertNothingDoubled();
  }

  @Test
  @Tag("faults.4")
  void what_is_doubled_is_named_once() {
    List.of("E1", "E2", "E3", "E2", "E2").forEach(received::add);

    fails("3 stored, 5 received; doubled: 1 (E2)", received::assertExactlyOnce);
    received.assertNothingLost();
  }

  @Test
  @Tag("faults.4")
  void a_message_never_stored_is_named() {
    List.of("E1", "E2", "E3", "E4").forEach(received::add);

    fails("3 stored, 4 received; never stored: 1 (E4)", received::assertNothingLost);
  }

  @Test
  void of_many_the_first_ten_are_named() {
    stored.clear();
    IntStream.range(0, 12).forEach(i -> stored.add("E" + i));

    fails(
        "12 stored, 0 received; lost: 12 (E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, …)",
        received::assertExactlyOnce);
  }

  @Test
  void a_message_needs_an_id() {
    assertThrows(IllegalArgumentException.class, () -> received.addMessage("{}"));
  }
}
