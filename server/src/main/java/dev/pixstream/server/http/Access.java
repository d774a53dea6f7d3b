package dev.pixstream.server.http;

import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.Authenticator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use which route: the one place where roles and reach are checked. A handler before the
 * routes finds the caller; each route then names the roles of which it needs one, or is open, and a
 * server with a route that says neither does not start.
 *
 * <p>Nothing is looked up before the check, and its two refusals are always the same, so they tell
 * nothing of other lanes.
 */
public final class Access {
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.pixstream.audit");
  private static final String DECIDED = "access";
  private static final String KNOWN = Access.class.getName();

  /** So long a credential counts as proved. */
  private static final long MOMENT_NANOS = 1_000_000_000;

  private static final String UNKNOWN = "Say who you are with a valid credential.";
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");

  /**
   * Who asks, and with what.
   *
   * @param cookie what the browser's cookie holds, where it counts
   */
  private record Known(Access by, Caller caller, Optional<String> cookie, long provedNanos) {}

  private final Authenticator gate;
  private final String challenge;

  public Access(Authenticator gate) {
    this.gate = gate;
    this.challenge = gate.challenge();
  }

  /** Has to be added before all routes. What is below /api is for known callers only. */
  public void identify(Router router) {
    router.route("/api/*").handler(this::identify);
  }

  /** Goes before what serves the route, and before its body is read. */
  public static Route needs(Route route, Role first, Role... more) {
    return needs(route, EnumSet.of(first, more));
  }

  public static Route needs(Route route, Set<Role> roles) {
    // Of this kind because the router lets no handler of another kind go before a body's.
    SecurityPolicyHandler checking = context -> check(route, context, roles);
    return route.putMetadata(DECIDED, Set.copyOf(roles)).handler(checking);
  }

  /** Serves whoever asks: the route tells nothing of any lane. */
  public static Route open(Route route) {
    return route.putMetadata(DECIDED, Set.of());
  }

  /**
   * Refuses to serve with a route that was forgotten. Those without a method only prepare or
   * refuse.
   *
   * @throws IllegalStateException naming the route
   */
  public static void requireDecided(Router router) {
    for (var route : router.getRoutes()) {
      boolean decided = route.metadata() != null && route.metadata().containsKey(DECIDED);
      if (route.methods() != null && !decided) {
        throw new IllegalStateException(
            "who may use it? Access.needs or Access.open for " + route.methods() + route.getPath());
      }
    }
  }

  /** Who asks, as far as that is known. */
  static Optional<Caller> caller(RoutingContext context) {
    return Optional.<Known>ofNullable(context.get(KNOWN)).map(Known::caller);
  }

  /**
   * Whether who asks is still the same, with the same lane and roles: what takes longer than a
   * moment is proved once more before anything more is told or done.
   */
  public static boolean holds(RoutingContext context) {
    Known known = context.get(KNOWN);
    return known == null
        || System.nanoTime() - known.provedNanos() < MOMENT_NANOS
        || known
            .by()
            .gate
            .identify(context.request(), known.cookie())
            .filter(known.caller()::equals)
            .isPresent();
  }

  /** Answers who is not known, or not any more. */
  public static void refuse(RoutingContext context) {
    Known known = context.get(KNOWN);
    if (known != null) {
      known.by().refuseUnknown(context, UNKNOWN);
    } else {
      Problem.UNAUTHENTICATED.answer(context, UNKNOWN);
    }
  }

  /**
   * Finds who asks.
   *
   * @param cookie what the browser's cookie holds, where it counts
   */
  public Optional<Caller> know(RoutingContext context, Optional<String> cookie) {
    var caller = gate.identify(context.request(), cookie);
    caller.ifPresent(
        found -> context.put(KNOWN, new Known(this, found, cookie, System.nanoTime())));
    return caller;
  }

  /** Answers who is not known. */
  public void refuseUnknown(RoutingContext context, String detail) {
    context.response().putHeader(WWW_AUTHENTICATE, challenge);
    Problem.UNAUTHENTICATED.answer(context, detail);
  }

  /** Whose key or token this is. */
  public Optional<Caller> prove(String secret) {
    return gate.prove(secret);
  }

  /** Whether the client came with TLS, by itself or to a proxy that is trusted. */
  public boolean isHttps(HttpServerRequest request) {
    return gate.origin(request).https();
  }

  /** Whether callers have to say who they are. */
  public boolean asksWho() {
    return gate.asksWho();
  }

  /** Finds who asks. */
  public void identify(RoutingContext context) {
    var caller = know(context, Optional.empty());
    var newKeys = caller.isPresent() ? Optional.<Future<?>>empty() : newKeys(context);
    if (newKeys.isEmpty()) {
      goOn(context, caller);
      return;
    }
    if (!context.request().isEnded()) {
      context.request().pause();
    }
    newKeys
        .get()
        .onComplete(
            fetched -> {
              if (!context.request().isEnded()) {
                context.request().resume();
              }
              goOn(context, know(context, Optional.empty()));
            });
  }

  private Optional<Future<?>> newKeys(RoutingContext context) {
    return gate.newKeys(context.request())
        .map(fetched -> Future.fromCompletionStage(fetched, context.vertx().getOrCreateContext()));
  }

  private void goOn(RoutingContext context, Optional<Caller> caller) {
    if (caller.isEmpty()) {
      refuseUnknown(context, UNKNOWN);
    } else {
      context.next();
    }
  }

  private static void check(Route route, RoutingContext context, Set<Role> roles) {
    var caller =
        caller(context).orElseThrow(() -> new IllegalStateException("nobody was identified"));
    var lane = context.pathParam("ispb");
    boolean allowed = caller.hasOneOf(roles) && (lane == null || caller.reaches(lane));
    boolean figures = roles.contains(Role.METRICS);
    if (roles.contains(Role.ADMIN) && !figures && !caller.equals(Caller.ANYONE)) {
      audit(context, caller);
    }
    if (!allowed) {
      Problem.FORBIDDEN.answer(context, "Your credential is not for this lane and request.");
      return;
    }
    RequestShape.fault(route, context)
        .ifPresentOrElse(fault -> Problem.INVALID_REQUEST.answer(context, fault), context::next);
  }

  private static String client(RoutingContext context) {
    Known known = context.get(KNOWN);
    return known.by().gate.origin(context.request()).client();
  }

  /**
   * Who looked at single messages and who administers (docs/personal-data.md). An event stream is
   * noted when it begins, and what gets no answer when it ends.
   */
  private static void audit(RoutingContext context, Caller caller) {
    var noted = new AtomicBoolean();
    Runnable note =
        () -> {
          if (noted.compareAndSet(false, true)) {
            AUDIT
                .atInfo()
                .addKeyValue("caller", caller.name())
                .addKeyValue("client", client(context))
                .addKeyValue("method", context.request().method().name())
                .addKeyValue("path", context.normalizedPath())
                .addKeyValue("status", context.response().getStatusCode())
                .log("Administration");
          }
        };
    context.addHeadersEndHandler(_ -> note.run());
    context.addEndHandler(_ -> note.run());
  }
}
