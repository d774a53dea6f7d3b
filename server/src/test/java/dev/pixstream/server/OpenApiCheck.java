package dev.pixstream.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * Holds exchanges against openapi.yaml: the status is documented, required headers are there, the
 * content type is a documented one and the body fits its schema. Safe for use by many threads.
 */
public final class OpenApiCheck {

  /** vertx-openapi refuses a contract with application/problem+json; it takes this name for it. */
  private static final String PROBLEM = "application/problem+json";

  private static final String PROBLEM_ALIAS = "application/vnd.pixstream.problem+json";

  private final OpenAPIContract contract;

  private OpenApiCheck(OpenAPIContract contract) {
    this.contract = contract;
  }

  public static OpenApiCheck load(Vertx vertx) {
    JsonObject aliased = new JsonObject(document().encode().replace(PROBLEM, PROBLEM_ALIAS));
    return new OpenApiCheck(
        OpenAPIContract.from(vertx, aliased).toCompletionStage().toCompletableFuture().join());
  }

  /** The contract as it is published. */
  public static JsonObject document() {
    try (var yaml = OpenApiCheck.class.getResourceAsStream("openapi.yaml")) {
      String text = new String(Objects.requireNonNull(yaml).readAllBytes(), UTF_8);
      return new JsonObject(Json.encode(new Yaml().loadAs(text, Map.class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OpenAPIContract contract() {
    return contract;
  }

  /**
   * Fails unless the exchange keeps the contract.
   *
   * @throws AssertionError naming operation, status and violation
   */
  public void check(Exchange exchange) {
    Optional<Operation> operation = operation(exchange);
    String where =
        operation.map(Operation::getOperationId).orElse(exchange.method() + " " + exchange.path())
            + " "
            + exchange.status()
            + ": ";
    try {
      require(
          exchange.header("Cache-Control").equals(Optional.of("no-store")),
          "it does not say Cache-Control: no-store");
      if (operation.isPresent()) {
        checkResponse(operation.get(), exchange);
      } else {
        checkNoOperation(exchange);
      }
    } catch (Violation e) {
      throw new AssertionError(where + e.getMessage(), e);
    }
  }

  private Optional<Operation> operation(Exchange exchange) {
    return Optional.ofNullable(
        contract.findOperation(exchange.path(), HttpMethod.valueOf(exchange.method())));
  }

  private void checkResponse(Operation operation, Exchange exchange) {
    Response response = operation.getResponse(exchange.status());
    require(response != null, "the status is not documented");
    for (Parameter header : response.getHeaders()) {
      checkHeader(header, exchange);
    }
    if (response.getContent().isEmpty()) {
      require(exchange.body().length() == 0, "a body where none is documented");
      return;
    }
    String type = exchange.mediaType();
    MediaType media = response.getContent().get(type.equals(PROBLEM) ? PROBLEM_ALIAS : type);
    if (media == null) {
      throw new Violation("the content type '" + type + "' is not documented");
    }
    checkSchema("the body", media.getSchema(), json(exchange));
  }

  /** Where the contract has no operation: a known path answers 405 and an unknown one 404. */
  private void checkNoOperation(Exchange exchange) {
    boolean known = contract.findPath(exchange.path()) != null;
    boolean asked = known && exchange.method().equals("OPTIONS");
    int expected = asked ? 204 : known ? 405 : 404;
    require(exchange.status() == expected, "expected " + expected);
    require(!known || exchange.header("Allow").isPresent(), "the header Allow is missing");
    if (asked) {
      require(exchange.body().length() == 0, "a body where none is documented");
      return;
    }
    require(exchange.mediaType().equals(PROBLEM), "the content type is not " + PROBLEM);
    String schema = known ? "MethodNotAllowed" : "NotFound";
    var reference = new JsonObject().put("$ref", "app:///#/components/schemas/" + schema);
    checkSchema("the body", JsonSchema.of(reference), json(exchange));
  }

  private void checkHeader(Parameter header, Exchange exchange) {
    Optional<String> value = exchange.header(header.getName());
    require(
        value.isPresent() || !header.isRequired(),
        "the header " + header.getName() + " is missing");
    value.ifPresent(
        text ->
            checkSchema("the header " + header.getName(), header.getSchema(), headerValue(text)));
  }

  private static Object headerValue(String text) {
    return text.matches("-?[0-9]{1,18}") ? Long.valueOf(text) : text;
  }

  private static Object json(Exchange exchange) {
    try {
      Object value = Json.decodeValue(exchange.body());
      require(value != null, "the body is null");
      return value;
    } catch (DecodeException e) {
      throw new Violation("the body is no JSON: " + e.getMessage());
    }
  }

  private void checkSchema(String what, JsonSchema schema, Object value) {
    OutputUnit result = contract.getSchemaRepository().validator(schema).validate(value);
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw new Violation(what + " does not fit: " + errors(result));
    }
  }

  private static String errors(OutputUnit result) {
    return Optional.ofNullable(result.getErrors()).stream()
        .flatMap(List::stream)
        .map(e -> e.getInstanceLocation() + " " + e.getError())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static void require(boolean kept, String violation) {
    if (!kept) {
      throw new Violation(violation);
    }
  }

  private static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }
}
