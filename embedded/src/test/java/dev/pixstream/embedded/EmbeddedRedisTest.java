package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {

  @Test
  void a_killed_owner_leaves_no_redis_behind() throws Exception {
    var owner = Owner.ofRedis();
    var redis = owner.owned();
    assertTrue(redis.isAlive());
    owner.kill();
    redis.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void one_that_is_killed_and_started_again_has_its_port_and_goes_with_its_owner()
      throws Exception {
    ProcessHandle second;
    try (var redis = EmbeddedRedis.start()) {
      int port = redis.port();
      var first = ProcessHandle.of(redis.pid()).orElseThrow();
      redis.kill();
      assertFalse(first.isAlive());
      redis.restart();
      assertEquals(port, redis.port());
      second = ProcessHandle.of(redis.pid()).orElseThrow();
      assertTrue(second.isAlive());
    }
    assertFalse(second.isAlive());
  }
}
