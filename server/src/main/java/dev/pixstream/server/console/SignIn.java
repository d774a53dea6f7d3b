package dev.pixstream.server.console;

import dev.pixstream.server.security.Caller;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A browser's way in: a form takes an API key or token, and a cookie keeps it for as long as the
 * browser runs. Scripts can't read it and no other site can have it sent; each request proves it
 * anew, on whichever node, so a key that was removed is out at once.
 */
public final class SignIn {
  private static final String COOKIE = "pixstream-console";
  private static final int SECRET_MAX = 3_800;

  private final Console console;
  private final Function<String, Optional<Caller>> proof;

  /**
   * @param proof who a key or token belongs to
   */
  public SignIn(Console console, Function<String, Optional<Caller>> proof) {
    this.console = console;
    this.proof = proof;
  }

  /** What the cookie of a request holds. */
  public static Optional<String> secret(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(COOKIE)).map(Cookie::getValue);
  }

  /** The form. */
  public void show(RoutingContext context) {
    answer(context, false);
  }

  /** Takes it. */
  public void enter(RoutingContext context) {
    var secret = Optional.ofNullable(context.request().getFormAttribute("key")).orElse("").strip();
    boolean known =
        secret.matches("[A-Za-z0-9._~+/=-]{1," + SECRET_MAX + "}")
            && proof.apply(secret).isPresent();
    if (!known) {
      context.response().setStatusCode(401);
      answer(context, true);
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

  private void answer(RoutingContext context, boolean wrong) {
    console.page(context, "signin", "console/signin", Map.of("wrong", wrong));
  }

  private static Cookie cookie(RoutingContext context, String value) {
    return Cookie.cookie(COOKIE, value)
        .setPath("/console")
        .setHttpOnly(true)
        .setSecure(context.request().isSSL())
        .setSameSite(CookieSameSite.STRICT);
  }

  private static void forward(RoutingContext context) {
    context.response().setStatusCode(303).putHeader("Location", "/console").end();
  }
}
