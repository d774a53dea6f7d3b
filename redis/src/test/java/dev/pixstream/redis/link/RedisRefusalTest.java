package dev.pixstream.redis.link;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pixstream.core.store.StoreUnavailableException;
import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of Redis 6.2 and 7. */
final class RedisRefusalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "READONLY You can't write against a read only replica.",
        "READONLY You can't write against a read only replica. script: 4f, on @user_script:1.",
        "ERR Error running script (call to f_4f): @user_script:9: @user_script: 9: -READONLY You"
            + " can't write against a read only replica.",
        "ERR Error running script (call to f_4f): @user_script:9: @user_script: 9: -OOM command not"
            + " allowed when used memory > 'maxmemory'.",
        "ERR Error running script (call to f_4f): @user_script:1: @user_script: 1: -NOREPLICAS Not"
            + " enough good replicas to write.",
        "ERR Error running script (call to f_4f): @user_script:1: @user_script: 1: -MISCONF Redis"
            + " is configured to save RDB snapshots",
        "ERR Error running script (call to f_4f): @user_script:1: The user executing the script"
            + " can't run this command or subcommand",
        "ERR Error running script (call to f_4f): @user_script:1: The user executing the script"
            + " can't access at least one of the keys mentioned in the command arguments",
        "ERR ACL failure in script: The user executing the script can't run this command",
        "NOPERM this user has no permissions to run the 'evalsha' command",
        "NOAUTH Authentication required.",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "LOADING Redis is loading the dataset in memory",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "CLUSTERDOWN The cluster is down",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "BUSY Redis is busy running a script.",
        "CONNECTION_CLOSED",
        "ILLEGAL_STATE Redis Multi cannot have negative length",
        "UNKILLABLE Sorry the script already executed write commands",
      })
  @Tag("errors.7")
  void what_passes_or_is_to_be_mended_in_redis_is_a_store_that_is_away(String text) {
    assertInstanceOf(
        StoreUnavailableException.class, RedisRefusal.translate(ErrorType.create(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOSCRIPT No matching script. Please use EVAL.",
        "MOVED 3999 127.0.0.1:6381",
        "ERR Error running script (call to f_4f): @user_script:9: attempt to index a nil value",
        "WRONGTYPE Operation against a key holding the wrong kind of value",
      })
  void a_mistake_of_ours_stays_one(String text) {
    var failure = ErrorType.create(text);
    assertSame(failure, RedisRefusal.translate(failure));
  }
}
