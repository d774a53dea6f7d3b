package dev.pixstream.server.console;

import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Admission;
import dev.pixstream.server.http.Failures;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Methods;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.RequestShape;
import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.Role;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;

/**
 * The console's routes: who may see and do what, as the API has it. A collector sees its own lane,
 * an administrator all lanes and dead letters; only an administrator changes anything.
 */
public final class ConsoleRoutes {
  /** Nothing from elsewhere, nothing inline, and in nobody's frame. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String ROOT = "/console";
  private static final String LANE = ROOT + "/lanes/:ispb";
  private static final String MESSAGE = ROOT + "/messages/:ispb/:endToEndId";

  /** Its path has its hash. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Console console;
  private final Access access;
  private final Admission admission;
  private final boolean generator;

  public ConsoleRoutes(Console console, Access access, Admission admission, boolean generator) {
    this.console = console;
    this.access = access;
    this.admission = admission;
    this.generator = generator;
  }

  public void addTo(Router router) {
    router.route(ROOT + "*").handler(ConsoleRoutes::guard);
    Access.open(router.get(Assets.PATH + ":hash/:name")).handler(this::asset);
    addSignIn(router);
    router.route(ROOT + "*").handler(this::viewer);
    var overview = new OverviewPage(console);
    see(router.get(ROOT)).handler(read(overview::show));
    Methods.getAlone(see(router.get(ROOT + "/events")))
        .handler(admission::viewer)
        .handler(read(overview::events));
    var lane = new LanePage(console);
    see(router.get(LANE)).handler(read(lane::show));
    Methods.getAlone(see(router.get(LANE + "/events")))
        .handler(admission::viewer)
        .handler(read(lane::events));
    change(router.post(LANE + "/streams/:stream/end")).handler(read(lane::end));
    var message = new MessagePage(console);
    see(router.get(ROOT + "/messages")).handler(read(message::search));
    see(router.get(MESSAGE)).handler(read(message::show));
    byScript(see(router.post(MESSAGE + "/payload"))).handler(read(message::unmask));
    var dead = new DeadLetterPage(console);
    admin(router.get(ROOT + "/dead-letters")).handler(read(dead::show));
    change(router.post(ROOT + "/dead-letters")).handler(form()).handler(read(dead::act));
    see(router.get(ROOT + "/try"))
        .handler(read(new TryPage(console, generator, access.asksWho())::show));
  }

  private void addSignIn(Router router) {
    var signIn = new SignIn(console, access::prove, access::isHttps);
    Access.open(router.get(ROOT + "/sign-in")).handler(this::stranger).handler(signIn::show);
    Access.open(router.post(ROOT + "/sign-in"))
        .handler(form())
        .handler(this::stranger)
        .handler(read(signIn::enter));
    Access.open(router.post(ROOT + "/sign-out")).handler(signIn::leave);
  }

  /** Finds who looks; a browser that is not known is sent to sign in. */
  private void viewer(RoutingContext context) {
    var caller = access.know(context, SignIn.secret(context.request()));
    if (caller.isPresent()) {
      Visit.begin(
          context, caller.get(), () -> Access.holds(context), access.isHttps(context.request()));
      context.next();
    } else if (isPage(context)) {
      context.response().setStatusCode(303).putHeader("Location", ROOT + "/sign-in").end();
    } else {
      access.refuseUnknown(context, "Sign in first.");
    }
  }

  private static boolean isPage(RoutingContext context) {
    var method = context.request().method();
    return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
        && !context.normalizedPath().endsWith("/events");
  }

  private void stranger(RoutingContext context) {
    Visit.begin(context, Caller.ANYONE, () -> true, access.isHttps(context.request()));
    context.next();
  }

  private static Route see(Route route) {
    return RequestShape.looksItself(Access.needs(route, SignIn.VIEWERS));
  }

  private static Route admin(Route route) {
    return RequestShape.looksItself(Access.needs(route, Role.ADMIN));
  }

  private static Route change(Route route) {
    return byScript(admin(route));
  }

  /** What can't be read is said where it is seen; nothing is done. */
  private Handler<RoutingContext> read(Handler<RoutingContext> page) {
    return context -> {
      try {
        page.handle(context);
      } catch (UnreadableException refused) {
        if (isByScript(context)) {
          Problem.INVALID_REQUEST.answer(context, console.words(context, refused));
        } else {
          console.refuse(context, refused);
        }
      }
    };
  }

  private static boolean isByScript(RoutingContext context) {
    return "true".equals(context.request().getHeader("HX-Request"));
  }

  /** What htmx sends has a header that no form of another site can send. */
  private static Route byScript(Route route) {
    SecurityPolicyHandler checking =
        context -> {
          if (isByScript(context)) {
            context.next();
          } else {
            Problem.FORBIDDEN.answer(context, "Only a script of this server may ask for this.");
          }
        };
    return route.handler(checking);
  }

  private static BodyHandler form() {
    return BodyHandler.create(false).setBodyLimit(HttpApi.FORM_BYTES_MAX);
  }

  private static void guard(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    context.next();
  }

  private void asset(RoutingContext context) {
    context
        .vertx()
        .executeBlocking(console::assets, false)
        .onSuccess(
            assets ->
                assets
                    .find(context.pathParam("hash"), context.pathParam("name"))
                    .ifPresentOrElse(
                        asset -> asset.send(context, FOR_EVER),
                        () -> Problem.NOT_FOUND.answer(context, "There is no such file.")))
        .onFailure(failure -> Failures.answer(context, failure));
  }
}
