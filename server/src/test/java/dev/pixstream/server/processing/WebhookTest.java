package dev.pixstream.server.processing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.processing.PartialFailure;
import dev.pixstream.core.processing.PermanentFailure;
import dev.pixstream.core.store.queue.Payment;
import dev.pixstream.testkit.Stalling;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookTest {
  private static final String SECRET = "a secret of some length";

  @Test
  @Tag("processing.12")
  void a_message_is_posted_with_its_key_and_a_signature_over_time_and_body() throws Exception {
    try (var receiver = new Receiver(received -> 204);
        var webhook = webhook(receiver.url())) {
      webhook.process(payments(1));

      var received = receiver.all().getFirst();
      assertEquals("POST", received.method());
      assertEquals("application/json", received.contentType());
      assertEquals(payment(1).key().value(), received.key());
      assertEquals("message 1", received.body());
      var seconds = received.signature().replaceAll("t=([0-9]+),v1=.*", "$1");
      var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), Instant.now());
      assertTrue(age.abs().toSeconds() < 30, received.signature());
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      var hex = HexFormat.of().formatHex(mac.doFinal((seconds + ".message 1").getBytes(UTF_8)));
      assertEquals("t=" + seconds + ",v1=" + hex, received.signature());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 409, 410, 422})
  @Tag("processing.12")
  void what_is_the_messages_fault_is_not_repeated(int status) throws Exception {
    assertInstanceOf(PermanentFailure.class, failureAfter(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 408, 425, 429, 500, 502, 503})
  @Tag("processing.12")
  void what_may_pass_is_repeated_and_no_redirect_is_followed(int status) throws Exception {
    assertInstanceOf(IOException.class, failureAfter(status));
  }

  @Test
  @Tag("processing.12")
  void only_failures_are_named() throws Exception {
    try (var receiver = new Receiver(received -> received.key().endsWith("7") ? 500 : 200);
        var webhook = webhook(receiver.url())) {
      var failure = assertThrows(PartialFailure.class, () -> webhook.process(payments(30)));

      assertEquals(Set.of(7L, 17L, 27L), failure.failures().keySet());
      assertEquals(30, receiver.all().size(), "none is posted twice");
    }
  }

  @Test
  @Tag("processing.12")
  void no_answer_in_time_is_a_failure_that_may_pass() throws Exception {
    try (var receiver = new Receiver(received -> Receiver.NEVER);
        var webhook = webhook(receiver.url(), "timeout", "200ms")) {
      long asked = System.nanoTime();

      assertInstanceOf(IOException.class, failure(webhook));

      assertTrue(System.nanoTime() - asked < Duration.ofSeconds(5).toNanos());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("access.10")
  void an_answer_that_stalls_or_has_no_end_is_a_failure_that_may_pass(Stalling.How how)
      throws Exception {
    try (var stalling = new Stalling(how);
        var webhook = webhook(stalling.uri().toString(), "timeout", "500ms")) {
      assertInstanceOf(IOException.class, failure(webhook));
    }
  }

  @Test
  @Tag("access.10")
  void a_receiver_may_have_a_name_that_is_no_host_of_a_uri() throws Exception {
    // Like a name with an underscore, 127.1 is no host to URI and to the JDK's client.
    try (var receiver = new Receiver(received -> 204);
        var webhook = webhook(receiver.url().replace("127.0.0.1", "127.1"))) {
      webhook.process(payments(1));

      assertEquals(1, receiver.all().size());
    }
    WebhookSettings.of(Map.of("url", "http://my_hook:8080/pix", "secret", SECRET));
    refused("my_hook", Map.of("url", "https://my_hook/pix", "secret", SECRET));
  }

  @Test
  void an_unavailable_receiver_is_a_transient_failure() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var webhook = webhook("http://127.0.0.1:" + port)) {
      assertInstanceOf(IOException.class, failure(webhook));
    }
  }

  @Test
  @Tag("processing.12")
  void messages_of_a_job_are_sent_a_few_at_a_time() throws Exception {
    var three = new CyclicBarrier(3);
    try (var receiver = new Receiver(received -> together(three));
        var webhook = webhook(receiver.url(), "parallel", "3")) {
      webhook.process(payments(12));

      assertEquals(12, Set.copyOf(receiver.keys()).size());
      assertEquals(3, receiver.most());
    }
  }

  @Test
  void the_secret_may_be_in_a_file(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("secret"), SECRET + "\n");
    var settings =
        WebhookSettings.of(Map.of("url", "http://localhost/", "secret-file", file.toString()));
    assertEquals(SECRET, new String(settings.secret().getEncoded(), UTF_8));
  }

  @Test
  void a_wrong_setting_is_named_and_no_secret_is_repeated() {
    var url = "http://localhost/";
    refused("url", Map.of("secret", SECRET));
    refused("url", Map.of("url", "ftp://localhost/", "secret", SECRET));
    refused("url", Map.of("url", "http://me:word@localhost/", "secret", SECRET));
    refused("secret", Map.of("url", url));
    refused("secret", Map.of("url", url, "secret", "short"));
    refused("secret-file", Map.of("url", url, "secret-file", "/nowhere"));
    refused("timeout", Map.of("url", url, "secret", SECRET, "timeout", "soon"));
    refused("parallel", Map.of("url", url, "secret", SECRET, "parallel", "0"));
    refused("ulr", Map.of("url", url, "secret", SECRET, "ulr", "x"));
  }

  private static void refused(String setting, Map<String, String> settings) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> WebhookSettings.of(settings));
    var said = String.valueOf(refusal.getMessage());
    assertTrue(said.contains(setting), said);
    assertTrue(!said.contains("word") && !said.contains("short"), said);
  }

  private static int together(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
      return 200;
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      return 500;
    }
  }

  private static Exception failureAfter(int status) throws Exception {
    try (var receiver = new Receiver(received -> status);
        var webhook = webhook(receiver.url())) {
      var failure = failure(webhook);
      assertEquals(1, receiver.all().size());
      return failure;
    }
  }

  private static Exception failure(Webhook webhook) {
    var failure = assertThrows(PartialFailure.class, () -> webhook.process(payments(1)));
    return failure.failures().values().iterator().next();
  }

  private static Webhook webhook(String url, String... more) {
    var settings = new HashMap<>(Map.of("url", url, "secret", SECRET));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    var webhook = new Webhook();
    webhook.configure(settings);
    return webhook;
  }

  private static List<Payment> payments(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(WebhookTest::payment).toList();
  }

  private static Payment payment(long seq) {
    var id = new MessageKey("E12345678202601010000%011d".formatted(seq));
    var payload = new Payload(("message " + seq).getBytes(UTF_8));
    return new Payment(LaneId.of("00000000"), seq, id, Instant.EPOCH, payload);
  }
}
