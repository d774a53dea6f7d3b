package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.security.ApiKey;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may come in: each operation of openapi.yaml, tried by whom it is not for. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessTest {
  private static final String UNKNOWN_ID = "0123456789ab";

  private final Guarded guarded;

  AccessTest(Guarded guarded) {
    this.guarded = guarded;
  }

  /** An operation on the lane of A. */
  record Operation(String method, String path, String pattern, JsonObject described) {
    boolean isOpen() {
      return described.containsKey("security") && described.getJsonArray("security").isEmpty();
    }

    boolean isForAdmins() {
      return pattern.startsWith("/api/util") || pattern.startsWith("/api/admin");
    }
  }

  static List<Operation> operations() {
    var paths = OpenApiCheck.document().getJsonObject("paths");
    return paths.fieldNames().stream()
        .flatMap(
            pattern ->
                Stream.of("get", "post", "put", "patch", "delete")
                    .filter(method -> paths.getJsonObject(pattern).containsKey(method))
                    .map(
                        method ->
                            new Operation(
                                method.toUpperCase(java.util.Locale.ROOT),
                                path(pattern),
                                pattern,
                                paths.getJsonObject(pattern).getJsonObject(method))))
        .toList();
  }

  private static String path(String pattern) {
    return pattern
        .replace("{ispb}", Guarded.A)
        .replace("{iterationId}", UNKNOWN_ID)
        .replace("{endToEndId}", Messages.endToEndId(1))
        .replace("{id}", "1")
        .replace("{number}", "1");
  }

  static Stream<Operation> guardedOperations() {
    return operations().stream().filter(operation -> !operation.isOpen());
  }

  @Test
  @Tag("access.1")
  void only_health_is_open() {
    assertEquals(
        List.of(),
        operations().stream()
            .filter(Operation::isOpen)
            .filter(operation -> !operation.pattern().startsWith("/health/"))
            .toList());
    assertEquals(200, guarded.send("GET", "/health/live").status());
    assertEquals(200, guarded.send("GET", "/health/ready").status());
  }

  @ParameterizedTest
  @MethodSource("guardedOperations")
  @Tag("access.1")
  void a_stranger_is_asked_who_it_is(Operation operation) {
    var answer = guarded.send(operation.method(), operation.path());

    answer.assertProblem(401, "unauthenticated");
    var challenge = answer.header("WWW-Authenticate").orElse("");
    assertTrue(challenge.contains("Bearer") && challenge.contains("X-API-Key"), challenge);
  }

  @ParameterizedTest
  @MethodSource("guardedOperations")
  @Tag("access.6")
  void another_institution_is_refused(Operation operation) {
    for (var key : List.of(guarded.collectorOfB, guarded.publisherOfB)) {
      assertForbidden(key, operation);
    }
  }

  @ParameterizedTest
  @MethodSource("guardedOperations")
  @Tag("access.1")
  void another_role_is_refused(Operation operation) {
    boolean publishes = operation.method().equals("POST") && !operation.isForAdmins();
    boolean shows = operation.pattern().endsWith("/messages/{endToEndId}");
    if (operation.isForAdmins() || publishes) {
      assertForbidden(guarded.collectorOfA, operation);
    }
    if (!publishes) {
      assertForbidden(guarded.publisherOfA, operation);
    }
    if (!operation.isForAdmins() && !shows) {
      assertForbidden(guarded.admin, operation);
    }
  }

  @ParameterizedTest
  @MethodSource("guardedOperations")
  @Tag("access.1")
  void a_holder_of_the_role_is_admitted(Operation operation) {
    boolean publishes = operation.method().equals("POST") && !operation.isForAdmins();
    var key =
        operation.isForAdmins()
            ? guarded.admin
            : publishes ? guarded.publisherOfA : guarded.collectorOfA;

    int status = guarded.send(key, operation.method(), operation.path()).status();

    assertFalse(status == 401 || status == 403, () -> operation + ": " + status);
  }

  @Test
  @Tag("access.6")
  void an_administrator_sees_messages_of_any_lane() {
    guarded.store(Guarded.B, guarded.publisherOfB, 1, 1);
    var path = "/api/pix/" + Guarded.B + "/messages/" + Messages.endToEndId(1);

    assertEquals(200, guarded.send(guarded.admin, "GET", path).status());
    assertEquals(200, guarded.send(guarded.collectorOfB, "GET", path).status());
  }

  @Test
  @Tag("access.6")
  void nothing_tells_whether_another_lane_has_anything() {
    guarded.store(Guarded.A, guarded.publisherOfA, 1, 2);
    var batch =
        guarded.send(guarded.collectorOfA, "GET", "/api/pix/" + Guarded.A + "/stream/start");
    var real = batch.assertBatch(1, 1).next();

    var bodies =
        Stream.of(
                real,
                "/api/pix/" + Guarded.A + "/stream/" + UNKNOWN_ID,
                "/api/pix/ZZZZZZZZ/stream/start",
                "/api/pix/none/stream/start",
                "/api/pix/" + Guarded.A + "/messages/" + Messages.endToEndId(1),
                "/api/pix/" + Guarded.A + "/messages/" + Messages.endToEndId(99),
                "/api/pix/" + Guarded.A + "/messages/none")
            .map(path -> guarded.send(guarded.collectorOfB, "GET", path))
            .map(answer -> answer.assertProblem(403, "forbidden").body())
            .distinct()
            .toList();

    assertEquals(1, bodies.size(), bodies::toString);
    // And in its own lane another's id is as unknown as one that nobody ever had.
    var own = "/api/pix/" + Guarded.B + "/stream/";
    var foreign = real.substring(real.lastIndexOf('/') + 1);
    var answers =
        Stream.of(foreign, UNKNOWN_ID, "x", "0".repeat(200))
            .map(id -> guarded.send(guarded.collectorOfB, "GET", own + id))
            .map(answer -> answer.assertProblem(404, "unknown-iteration").body())
            .distinct()
            .toList();
    assertEquals(1, answers.size(), answers::toString);
    // The attempts have not disturbed whose it is.
    guarded.send(guarded.collectorOfA, "GET", real).assertBatch(2, 2);
  }

  private void assertForbidden(ApiKey key, Operation operation) {
    var answer = guarded.send(key, operation.method(), operation.path());
    // Of an operation without a lane it is the role alone that is missing.
    answer.assertProblem(403, "forbidden");
  }
}
