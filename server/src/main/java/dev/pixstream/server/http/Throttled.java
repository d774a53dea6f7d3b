package dev.pixstream.server.http;

import dev.pixstream.server.limits.Quota;
import dev.pixstream.server.telemetry.MetricsRoute;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** A bucket is empty: 429 with the fields of draft-ietf-httpapi-ratelimit-headers-10. */
public final class Throttled extends ProblemException {
  private static final long serialVersionUID = 1L;

  private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");
  private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");

  private final transient Quota quota;

  private Throttled(Quota quota, String detail) {
    super(Problem.RATE_LIMITED, detail);
    this.quota = quota;
  }

  /** Refuses a pull. */
  public static void refusePull(Optional<Quota> refused) {
    if (refused.isPresent()) {
      throw new Throttled(
          refused.get(), "Too many pulls. Nothing was claimed or confirmed; ask again later.");
    }
  }

  /** Refuses whoever names too many ids that nobody has. */
  public static void refuseGuess(Optional<Quota> refused) {
    if (refused.isPresent()) {
      throw new Throttled(
          refused.get(),
          "Too many unknown iterationIds. This one was not looked up; ask again later.");
    }
  }

  /** Refuses to store, or says what is left. */
  public static void check(Optional<Quota> asked, HttpServerResponse response) {
    if (asked.isPresent()) {
      var quota = asked.get();
      if (!quota.granted()) {
        throw new Throttled(quota, "Too many messages. Nothing was stored; send it again later.");
      }
      tell(quota, response);
    }
  }

  @Override
  public void answer(RoutingContext context) {
    MetricsRoute.refusedBy(context, quota.bucket());
    var response = context.response();
    if (!response.ended()) {
      tell(quota, response);
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(quota.retryAfterSeconds()));
    }
    super.answer(context);
  }

  private static void tell(Quota quota, HttpServerResponse response) {
    response.putHeader(POLICY, quota.policy()).putHeader(LIMIT, quota.state());
  }
}
