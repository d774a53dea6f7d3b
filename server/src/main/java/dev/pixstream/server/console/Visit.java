package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.server.console.text.Language;
import dev.pixstream.server.console.text.Theme;
import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.Role;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who looks, and how they want it.
 *
 * @param caller who
 * @param language of the switch, else of the browser
 * @param theme of the switch, else as the browser says
 * @param known whether who looks is still known as the same
 */
public record Visit(Caller caller, Language language, Theme theme, BooleanSupplier known) {
  private static final String KEY = Visit.class.getName();
  static final String LANGUAGE_FIELD = "lang";
  static final String THEME_FIELD = "theme";

  private static final String LANGUAGE = "pixstream-language";
  private static final String THEME = "pixstream-theme";
  private static final long YEAR_SECONDS = 31_536_000;

  /** Reads how they want it; a switch that was used is kept in a cookie. */
  public static void begin(
      RoutingContext context, Caller caller, BooleanSupplier known, boolean https) {
    var chosen =
        Optional.ofNullable(context.queryParams().get(LANGUAGE_FIELD)).flatMap(Language::of);
    chosen.ifPresent(language -> keep(context, LANGUAGE, language.code(), https));
    var language =
        chosen
            .or(() -> cookie(context, LANGUAGE).flatMap(Language::of))
            .orElseGet(() -> accepted(context));
    var turned = Optional.ofNullable(context.queryParams().get(THEME_FIELD)).flatMap(Theme::of);
    turned.ifPresent(theme -> keep(context, THEME, theme.word(), https));
    var theme = turned.or(() -> cookie(context, THEME).flatMap(Theme::of)).orElse(Theme.AUTO);
    context.put(KEY, new Visit(caller, language, theme, known));
  }

  /** The one that was begun. */
  public static Visit of(RoutingContext context) {
    Visit visit = context.get(KEY);
    if (visit == null) {
      throw new IllegalStateException("nobody looks");
    }
    return visit;
  }

  /** The lane that is all this caller may see; empty: it may see all. */
  Optional<LaneId> onlyLane() {
    return isAdmin() ? Optional.empty() : Optional.of(LaneId.json(caller.ispb().orElseThrow()));
  }

  boolean isAdmin() {
    return caller.hasOneOf(Set.of(Role.ADMIN));
  }

  private static Language accepted(RoutingContext context) {
    var header = context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
    return header == null ? Language.ENGLISH : Language.accepted(header);
  }

  private static Optional<String> cookie(RoutingContext context, String name) {
    return Optional.ofNullable(context.request().getCookie(name)).map(Cookie::getValue);
  }

  private static void keep(RoutingContext context, String name, String value, boolean https) {
    var cookie =
        Cookie.cookie(name, value)
            .setPath("/console")
            .setHttpOnly(true)
            .setSecure(https)
            .setMaxAge(YEAR_SECONDS)
            .setSameSite(CookieSameSite.STRICT);
    context.response().addCookie(cookie);
  }
}
