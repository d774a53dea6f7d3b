package dev.pixstream.server.console;

import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.Role;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A browser's way in: a form takes an API key or token, and a cookie keeps it for as long as the
 * browser runs. Scripts can't read it and no other site can have it sent; each request proves it
 * anew, on whichever node, so a key that was removed is out at once.
 */
public final class SignIn {
  private static final String COOKIE = "pixstream-console";
  private static final int SECRET_MAX = 3_800;

  /** Of them a caller needs one to see anything in the console. */
  public static final Set<Role> VIEWERS = Set.of(Role.COLLECTOR, Role.ADMIN);

  private final Console console;
  private final Function<String, Optional<Caller>> proof;
  private final Predicate<HttpServerRequest> https;

  /**
   * @param proof who a key or token belongs to
   * @param https whether the browser came with TLS
   */
  public SignIn(
      Console console,
      Function<String, Optional<Caller>> proof,
      Predicate<HttpServerRequest> https) {
    this.https = https;
    this.console = console;
    this.proof = proof;
  }

  /** What the cookie of a request holds. */
  public static Optional<String> secret(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(COOKIE)).map(Cookie::getValue);
  }

  /** The form. */
  public void show(RoutingContext context) {
    answer(context, "");
  }

  /**
   * Takes it.
   *
   * @throws UnreadableException if it has a field that the form has not, or one twice
   */
  public void enter(RoutingContext context) {
    var form = Fields.of(context.request().formAttributes(), Set.of(), Set.of("key"));
    var secret = form.text("key").orElse("");
    var known =
        Optional.of(secret)
            .filter(text -> text.matches("[A-Za-z0-9._~+/=-]{1," + SECRET_MAX + "}"))
            .flatMap(proof);
    if (known.isEmpty()) {
      context.response().setStatusCode(401);
      answer(context, "signin.wrong");
      return;
    }
    if (!known.get().hasOneOf(VIEWERS)) {
      context.response().setStatusCode(403);
      answer(context, "signin.role");
      return;
    }
    context.response().addCookie(cookie(context, secret));
    forward(context);
  }

  /** Forgets it. */
  public void leave(RoutingContext context) {
    context.response().addCookie(cookie(context, "").setMaxAge(0));
    forward(context);
  }

  private void answer(RoutingContext context, String words) {
    console.page(context, "signin", "console/signin", Map.of("words", words));
  }

  private Cookie cookie(RoutingContext context, String value) {
    return Cookie.cookie(COOKIE, value)
        .setPath("/console")
        .setHttpOnly(true)
        .setSecure(https.test(context.request()))
        .setSameSite(CookieSameSite.STRICT);
  }

  private static void forward(RoutingContext context) {
    context.response().setStatusCode(303).putHeader("Location", "/console").end();
  }
}
