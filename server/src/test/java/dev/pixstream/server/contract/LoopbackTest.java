package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.authentication.Authenticator;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Without security a server is for its own machine, unless it is told otherwise. */
@ExtendWith({PostgresExtension.class, OpenApiExtension.class})
final class LoopbackTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no-such-name.invalid"})
  @Tag("access.1")
  void it_does_not_start_on_another_address(String host) {
    var nowhere = DatabaseUrl.parse("postgresql://u:p@127.0.0.1:1/none");
    var options = ServerOptions.DEFAULT.withHost(host);

    assertThrows(
        InvalidSecurityException.class, () -> PixStreamServer.start(options, nowhere).close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
  void loopback_is_loopback(String host) {
    SecurityOptions.NONE.checkListening(host);
  }

  @Test
  void anyone_and_credentials_exclude_each_other() {
    var both = SecurityOptions.NONE.withApiKeys(Path.of("keys")).withInsecure(true);

    assertThrows(InvalidSecurityException.class, () -> both.checkListening("127.0.0.1"));
  }

  @Test
  @Tag("access.1")
  void an_insecure_server_says_so_again_and_again(TestDatabase database, OpenApiCheck check) {
    var log = (Logger) LoggerFactory.getLogger(Authenticator.class);
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    log.addAppender(events);
    var options =
        ServerOptions.DEFAULT
            .withHost("0.0.0.0")
            .withWorker(WorkerOptions.OFF)
            .withSecurity(
                SecurityOptions.NONE
                    .withInsecure(true)
                    .withTimes(Duration.ofSeconds(2), Duration.ofMillis(20)));
    var server = PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
    try (var node = new Node(server, check)) {
      Until.holds(() -> node.get("/health/live").status() == 200 && events.list.size() >= 3);
    } finally {
      log.detachAppender(events);
    }
    assertTrue(events.list.getFirst().getFormattedMessage().contains("--insecure"));
    assertEquals(Duration.ofMinutes(1), SecurityOptions.NONE.remindEvery());
  }
}
