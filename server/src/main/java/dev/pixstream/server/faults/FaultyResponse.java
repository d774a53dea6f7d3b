package dev.pixstream.server.faults;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A response that may be lost, cut or replaced when it ends. The route is told that it was sent: a
 * network that loses something does not tell the server either.
 */
final class FaultyResponse {
  /** As proxies write it. */
  private static final String PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>\n";

  private final RoutingContext context;
  private final Outcome outcome;

  /** What becomes of a response with this body. */
  interface Outcome {
    Optional<Effect> of(HttpServerResponse response, Buffer body);
  }

  private FaultyResponse(RoutingContext context, Outcome outcome) {
    this.context = context;
    this.outcome = outcome;
  }

  /** The same request, with a response that is under this outcome. */
  static RoutingContext on(RoutingContext context, Outcome outcome) {
    var faulty = new FaultyResponse(context, outcome);
    var response =
        Delegate.of(
            HttpServerResponse.class,
            context.response(),
            (method, arguments) ->
                method.getName().equals("end")
                    ? Optional.of(faulty.end(body(arguments)))
                    : Optional.empty());
    return Delegate.of(
        RoutingContext.class,
        context,
        (method, arguments) ->
            method.getName().equals("response") ? Optional.of(response) : Optional.empty());
  }

  private static Buffer body(Object[] arguments) {
    return switch (arguments) {
      case Object[] none when none.length == 0 -> Buffer.buffer();
      case Object[] one when one[0] instanceof Buffer buffer -> buffer;
      case Object[] text when text.length == 2 ->
          Buffer.buffer(text[0].toString().getBytes(Charset.forName(text[1].toString())));
      default -> Buffer.buffer(arguments[0].toString());
    };
  }

  private Future<Void> end(Buffer body) {
    var response = context.response();
    var effect = outcome.of(response, body);
    if (effect.filter(Effect.CutBody.class::isInstance).isPresent()) {
      var half = body.slice(0, body.length() / 2);
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      return response.write(half).eventually(this::closeConnection);
    }
    if (effect.filter(Effect.LostResponse.class::isInstance).isPresent()) {
      return closeConnection();
    }
    if (effect.filter(Effect.BadGateway.class::isInstance).isPresent()) {
      response.headers().clear();
      response.setStatusCode(502).putHeader(HttpHeaders.CONTENT_TYPE, "text/html");
      return response.end(PAGE);
    }
    return body.length() == 0 ? response.end() : response.end(body);
  }

  private Future<Void> closeConnection() {
    return context.request().connection().close().otherwiseEmpty();
  }
}
