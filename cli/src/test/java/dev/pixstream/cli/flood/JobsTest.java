package dev.pixstream.cli.flood;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.client.Accept;
import dev.pixstream.client.PixCollector;
import dev.pixstream.client.PixPublisher;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More confirmed messages of the largest size than a node with the default heap has room for. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class JobsTest {
  private static final int MESSAGES = 25_000;

  @TempDir private Path directory;

  @Test
  @Tag("load.3")
  void are_processed_by_as_many_jobs_as_there_may_be(TestDatabase database) throws Exception {
    try (var node = node(database, "--worker=off")) {
      fill(URI.create("http://127.0.0.1:" + node.port()));
    }
    try (var node = node(database, "--worker-concurrency=50", "--worker-messages-max=10000")) {
      Until.holds(() -> !node.isAlive() || isAllProcessed(database));

      assertTrue(node.isAlive(), node.err());
      assertFalse(node.err().contains("OutOfMemory"), node.err());
    }
  }

  private Served node(TestDatabase database, String... options) throws Exception {
    var all = new ArrayList<>(List.of("--database-url=" + database.url(), "--wait=500ms"));
    all.addAll(List.of(options));
    return Served.start(directory, all.toArray(String[]::new));
  }

  private static boolean isAllProcessed(TestDatabase database) {
    return database
        .query(
            "SELECT 1 FROM pixstream.batch b WHERE b.state = 'confirmed' AND NOT EXISTS (SELECT 1"
                + " FROM pixstream.job j WHERE j.ispb = b.ispb AND j.state = 'done'"
                + " AND b.confirmed_n > j.from_n AND b.confirmed_n <= j.to_n) LIMIT 1")
        .isEmpty();
  }

  private static void fill(URI server) throws Exception {
    var text = "\uD83D\uDCB8".repeat(140);
    try (var publisher = new PixPublisher(server, Duration.ofSeconds(30))) {
      for (int first = 0; first < MESSAGES; first += 1_000) {
        publisher.store(
            Requests.ISPB,
            IntStream.range(first, first + 1_000).mapToObj(i -> message(i, text)).toList());
      }
    }
    try (var collector =
        PixCollector.builder(server)
            .ispb(Requests.ISPB)
            .collectors(6)
            .accept(Accept.MULTIPART)
            .messagesMax(MESSAGES)
            .closeAtShutdown(false)
            .handler(batch -> {})
            .start()) {
      assertTrue(collector.await(Duration.ofMinutes(2)));
    }
  }

  private static String message(int number, String text) {
    return """
    {"endToEndId":"E12345678202601010000%011d","valor":1.00,\
    "pagador":{"nome":"%3$s","cpfCnpj":"98716278190","ispb":"12345678","agencia":"0001","contaTransacional":"1231231","tipoConta":"CACC"},\
    "recebedor":{"nome":"%3$s","cpfCnpj":"98716278190","ispb":"%2$s","agencia":"0361","contaTransacional":"1210098","tipoConta":"SVGS"},\
    "campoLivre":"%3$s","txId":"%3$s","dataHoraPagamento":"2026-01-01T00:00:00.000Z"}"""
        .formatted(number, Requests.ISPB, text);
  }
}
