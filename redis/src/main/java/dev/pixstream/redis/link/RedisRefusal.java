package dev.pixstream.redis.link;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.StoreUnavailableException.Reason;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Redis has against a request, by the code that its text begins with. Redis 6.2 wraps the
 * error of a script: {@code ERR Error running script (call to f_…): @user_script:9: -READONLY …}.
 */
final class RedisRefusal {
  private static final Pattern WRAPPED =
      Pattern.compile("ERR Error running script .*?: -?(?<code>[A-Z]+) .*", Pattern.DOTALL);

  /** What a script may not do is told in words only, by Redis 6.2 and 7 in others. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("The user executing the script can't|ACL failure in script");

  /** Not the one that may be written to, or no longer; or the account has to be shown anew. */
  private static final Set<String> ELSEWHERE = Set.of("READONLY", "MASTERDOWN", "NOAUTH");

  private static final Set<String> PASSING =
      Set.of(
          "LOADING",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "BUSY",
          "UNKILLABLE",
          "OOM",
          "MISCONF",
          "NOREPLICAS",
          "IOERR",
          "READONLY",
          "MASTERDOWN",
          "NOAUTH",
          "NOPERM",
          "WRONGPASS");

  /** What the client itself says, in the form of an answer: there was none. */
  private static final Set<String> OF_CLIENT = Set.of("CONNECTION_CLOSED", "ILLEGAL_STATE");

  private RedisRefusal() {}

  /**
   * {@link StoreUnavailableException} if it may work a moment later, or once somebody has mended
   * Redis; a mistake of ours, or where else the key is, as it was.
   */
  static Throwable translate(Throwable failure) {
    if (failure instanceof StoreUnavailableException) {
      return failure;
    }
    if (!(failure instanceof ErrorType) || OF_CLIENT.contains(code(failure))) {
      return new StoreUnavailableException(
          "Redis did not answer: " + failure.getMessage(), failure);
    }
    var code = code(failure);
    return PASSING.contains(code)
        ? new StoreUnavailableException("Redis says " + failure.getMessage(), failure, reason(code))
        : failure;
  }

  private static Reason reason(String code) {
    return switch (code) {
      case "READONLY", "NOREPLICAS", "MISCONF" -> Reason.READ_ONLY;
      case "OOM" -> Reason.FULL;
      case "NOPERM", "NOAUTH", "WRONGPASS" -> Reason.FORBIDDEN;
      default -> Reason.AWAY;
    };
  }

  /** Whether this connection is of no use any more, and another has to be made. */
  static boolean endsConnection(Throwable failure) {
    return failure instanceof ErrorType && ELSEWHERE.contains(code(failure));
  }

  private static String code(Throwable failure) {
    var text = String.valueOf(failure.getMessage());
    if (FORBIDDEN.matcher(text).find()) {
      return "NOPERM";
    }
    var wrapped = WRAPPED.matcher(text);
    if (wrapped.matches()) {
      return wrapped.group("code");
    }
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }
}
