package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.Exchange;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.limits.Bounds;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request that is sent on an idle connection in the moment in which the server closes it. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
@Timeout(60)
final class KeepAliveTest {
  private static final Duration IDLE = Duration.ofMillis(600);

  /** The server looks every 250 ms: these moments are before, about and after the close. */
  private static final int EARLIEST_MS = 500;

  private static final int LATEST_MS = 1_000;
  private static final int STEP_MS = 10;
  private static final int ARRAY = 3;
  private static final StreamRules RULES =
      new StreamRules(Duration.ofMillis(100), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);

  /** HAProxy 5 s, nginx and Varnish 60 s, balancers of clouds 60 s. */
  private static final Duration OF_PROXIES = Duration.ofSeconds(60);

  @Test
  @Tag("between.3")
  void a_node_keeps_idle_connections_for_longer_than_proxies_do() {
    assertTrue(Bounds.DEFAULT.idleTimeout().compareTo(OF_PROXIES) > 0);
  }

  @Test
  @Tag("between.3")
  void a_request_on_a_connection_that_is_being_closed_is_stored_whole_or_not_at_all(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check)) {
      var lane = service.lane();
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int ms = EARLIEST_MS; ms < LATEST_MS; ms += STEP_MS) {
        all.add(storing(service.node(), lane, all.size() * ARRAY + 1, ms));
      }
      long answered = all.stream().filter(CompletableFuture::join).count();

      assertTrue(answered > 0 && answered < all.size(), () -> answered + " of " + all.size());
      int first = 1;
      for (var one : all) {
        var array = Messages.array(lane.ispb(), first, first + ARRAY - 1);
        int stored = stored(service, lane, first);
        assertTrue(stored == ARRAY || (!one.join() && stored == 0), () -> "stored " + stored);
        // A retry on a new connection stores it, or says that it was stored.
        assertEquals(201, lane.post(array).status());
        first += ARRAY;
      }
      assertEquals(all.size() * ARRAY, count(service, "ispb = '" + lane.ispb() + "'"));
    }
  }

  @Test
  @Tag("between.3")
  void a_pull_that_meets_the_close_is_asked_again_and_gets_what_it_would_have_got(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check)) {
      var lanes = IntStream.range(0, 50).mapToObj(i -> service.lane()).toList();
      lanes.forEach(lane -> lane.store(1, 2));
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (var lane : lanes) {
        all.add(pulling(service.node(), lane, EARLIEST_MS + all.size() * STEP_MS));
      }
      long answered = all.stream().filter(CompletableFuture::join).count();

      assertTrue(answered > 0 && answered < all.size(), () -> answered + " of " + all.size());
    }
  }

  /** Whether it was answered. */
  private static CompletableFuture<Boolean> storing(Node node, Lane lane, int first, int ms) {
    var body = Messages.array(lane.ispb(), first, first + ARRAY - 1).getBytes(UTF_8);
    var connection = kept(node);
    return CompletableFuture.supplyAsync(
        () ->
            answer(
                    connection,
                    () -> {
                      connection.request(
                          "POST",
                          lane.messages(),
                          "Content-Type",
                          "application/json",
                          "Content-Length",
                          Integer.toString(body.length));
                      connection.write(body);
                      return connection.exchange("POST", lane.messages());
                    })
                .filter(
                    exchange -> {
                      assertEquals(201, exchange.status());
                      return true;
                    })
                .isPresent(),
        after(ms));
  }

  private static CompletableFuture<Boolean> pulling(Node node, Lane lane, int ms) {
    var next = lane.startOne().assertBatch(1, 1).next();
    var connection = kept(node);
    return CompletableFuture.supplyAsync(
        () -> {
          var answer =
              answer(connection, () -> connection.request("GET", next).exchange("GET", next));
          answer.ifPresent(exchange -> assertEquals(200, exchange.status()));
          // Also when it was answered: the same request gets the same batch.
          var again = lane.pullOne(next).assertBatch(2, 2);
          answer.ifPresent(
              exchange -> assertEquals(exchange.headers().get("pull-next"), again.next()));
          return answer.isPresent();
        },
        after(ms));
  }

  /** Empty: the connection was closed, and not a byte came. */
  private static Optional<Exchange> answer(RawConnection connection, Supplier<Exchange> asked) {
    try (connection) {
      return Optional.of(asked.get());
    } catch (UncheckedIOException closed) {
      return Optional.empty();
    } catch (AssertionError closed) {
      if (!"closed in the middle of: ".equals(closed.getMessage())) {
        throw closed;
      }
      return Optional.empty();
    }
  }

  private static RawConnection kept(Node node) {
    var connection = node.connect();
    connection.request("GET", "/health/live").answer("GET", "/health/live");
    return connection;
  }

  private static Executor after(int ms) {
    return CompletableFuture.delayedExecutor(
        ms, TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task));
  }

  private static int stored(Service service, Lane lane, int first) {
    var ids =
        IntStream.range(first, first + ARRAY)
            .mapToObj(i -> "'" + Messages.endToEndId(i) + "'")
            .toList();
    return count(
        service,
        "ispb = '" + lane.ispb() + "' AND end_to_end_id IN (" + String.join(",", ids) + ")");
  }

  private static int count(Service service, String which) {
    return Integer.parseInt(
        service
            .database()
            .query("SELECT count(*) FROM pixstream.message WHERE " + which)
            .getFirst());
  }

  private static Service service(TestDatabase database, OpenApiCheck check) {
    var usual = Bounds.DEFAULT;
    var bounds =
        new Bounds(
            usual.connectionsMax(),
            usual.requestsMax(),
            usual.waitingMax(),
            usual.bodyBytesMax(),
            usual.clientBytesMax(),
            usual.headTimeout(),
            usual.bodyTimeout(),
            IDLE,
            usual.writeTimeout());
    var options =
        ServerOptions.DEFAULT.withRules(RULES).withLimits(LimitOptions.DEFAULT.withBounds(bounds));
    var service = new Service(database, options, check);
    service.addNode();
    return service;
  }
}
