package dev.pixstream.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.LaneId;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final LaneId LANE = LaneId.of("32074986");

  @Test
  void a_key_is_in_the_slot_that_redis_says() {
    assertEquals(12_739, Slots.of("123456789"));
    assertEquals(Slots.of("user1000"), Slots.of("{user1000}.following"));
  }

  @Test
  void all_keys_of_a_lane_are_in_one_slot() {
    assertEquals(Slots.of("32074986"), Slots.of(Keys.PLAIN.head(LANE)));
    assertEquals(Slots.of("32074986"), Slots.of(new Keys("t1:").queue(LANE)));
  }
}
