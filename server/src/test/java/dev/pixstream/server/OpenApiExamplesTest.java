package dev.pixstream.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.function.Executable;

/** What openapi.yaml says of itself. */
@TestInstance(Lifecycle.PER_CLASS)
class OpenApiExamplesTest {

  private final Vertx vertx = Vertx.vertx();
  private final OpenApiCheck check = OpenApiCheck.load(vertx);
  private final JsonObject components = OpenApiCheck.document().getJsonObject("components");

  @AfterAll
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  @Tag("health.1")
  void the_operations_are_those_of_the_contract() {
    var names =
        check.contract().operations().stream()
            .map(operation -> operation.getOperationId())
            .collect(Collectors.toSet());

    assertEquals(
        Set.of(
            "openStream",
            "pullStream",
            "closeStream",
            "storeMessages",
            "generateMessages",
            "showMessage",
            "listDeadLetters",
            "verify",
            "showDeadLetter",
            "replayDeadLetter",
            "replayDeadLetters",
            "discardDeadLetter",
            "listFaults",
            "addFaults",
            "replaceFaults",
            "clearFaults",
            "clearFault",
            "healthLive",
            "healthReady",
            "healthStarted"),
        names);
  }

  @Test
  void the_example_messages_fit_their_schemas() {
    assertAll(
        () -> assertFits("Message", example("Message").getJsonObject("value")),
        () -> assertFits("Batch", example("Messages").getJsonArray("value")),
        () -> assertFits("MessagesToStore", example("Messages").getJsonArray("value")),
        () -> assertFits("MessageHistory", example("MessageHistory").getJsonObject("value")),
        () -> assertFits("FaultScript", example("FaultScript").getJsonObject("value")),
        () -> assertFits("Faults", example("Faults").getJsonObject("value")),
        () -> assertFits("DeadLetters", example("DeadLetters").getJsonObject("value")),
        () -> assertFits("DeadLetterHistory", example("DeadLetterHistory").getJsonObject("value")));
  }

  @Test
  void the_example_of_each_problem_fits_its_schema() {
    var schemas = components.getJsonObject("schemas");
    var withExamples =
        schemas.fieldNames().stream()
            .filter(name -> schemas.getJsonObject(name).containsKey("examples"))
            .toList();

    assertEquals(25, withExamples.size());
    assertAll(
        withExamples.stream()
            .<Executable>map(
                name ->
                    () ->
                        assertFits(
                            name,
                            schemas.getJsonObject(name).getJsonArray("examples").getValue(0))));
  }

  @Test
  void a_message_that_breaks_a_rule_does_not_fit() {
    var wrong = Exchanges.message();
    wrong.getJsonObject("pagador").put("cpfCnpj", "987.162.781-90");

    assertFalse(fits("Message", wrong));
  }

  @Test
  void a_message_to_store_may_leave_out_two_members_and_a_delivered_one_has_them() {
    var message = Exchanges.message();
    message.remove("campoLivre");
    message.remove("txId");

    assertTrue(fits("MessagesToStore", message));
    assertFalse(fits("Message", message));
  }

  private JsonObject example(String name) {
    return components.getJsonObject("examples").getJsonObject(name);
  }

  private void assertFits(String schema, Object value) {
    assertTrue(fits(schema, value), () -> schema + " does not fit " + value);
  }

  private boolean fits(String schema, Object value) {
    var reference = new JsonObject().put("$ref", "app:///#/components/schemas/" + schema);
    return check
        .contract()
        .getSchemaRepository()
        .validator(JsonSchema.of(reference))
        .validate(value)
        .getValid();
  }
}
