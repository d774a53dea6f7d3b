package dev.pixstream.server.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.core.text.NotUtf8Exception;
import dev.pixstream.core.text.Permissions;
import dev.pixstream.core.text.TextFile;
import dev.pixstream.server.outgoing.HttpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the webhook posts to, and how.
 *
 * @param url {@code http} or {@code https}
 * @param secret the key of the signature
 * @param timeout for one request with its response
 * @param parallel how many requests of one job at the same time, 1 to 100
 */
record WebhookSettings(HttpAddress url, SecretKey secret, Duration timeout, int parallel) {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSettings.class);
  private static final Set<String> KNOWN =
      Set.of("url", "secret", "secret-file", "timeout", "parallel");
  private static final int SECRET_MIN = 16;
  private static final int PARALLEL_MAX = 100;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is wrong or missing; the message names it and repeats
   *     no secret
   */
  static WebhookSettings of(Map<String, String> settings) {
    var unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("there is no setting '" + unknown.first() + "'");
    }
    return new WebhookSettings(
        url(settings.getOrDefault("url", "")),
        secret(settings),
        timeout(settings.getOrDefault("timeout", "10s")),
        parallel(settings.getOrDefault("parallel", "8")));
  }

  private static HttpAddress url(String text) {
    // What is wrong is not repeated: it may have a password in it.
    var url =
        HttpAddress.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "url must be an address such as https://example.com/pix, without user and"
                            + " fragment"));
    url.objection()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("url: " + why);
            });
    return url;
  }

  private static SecretKey secret(Map<String, String> settings) {
    if (settings.containsKey("secret") && settings.containsKey("secret-file")) {
      throw new IllegalArgumentException("secret or secret-file, not both");
    }
    var secret = Optional.ofNullable(settings.get("secret")).orElseGet(() -> inFile(settings));
    if (secret.length() < SECRET_MIN) {
      throw new IllegalArgumentException(
          "secret, or what is in secret-file, must have at least " + SECRET_MIN + " characters");
    }
    return new SecretKeySpec(secret.getBytes(UTF_8), Signature.ALGORITHM);
  }

  private static String inFile(Map<String, String> settings) {
    var file = settings.get("secret-file");
    if (file == null) {
      throw new IllegalArgumentException("it needs a secret or a secret-file");
    }
    try {
      var text = TextFile.read(Path.of(file)).strip();
      Permissions.warning(Path.of(file)).ifPresent(LOG::warn);
      return text;
    } catch (NotUtf8Exception e) {
      throw new IllegalArgumentException("secret-file " + file + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("secret-file " + file + " can't be read", e);
    }
  }

  private static Duration timeout(String text) {
    if (text.matches("[0-9]{1,6}(ms|s)")) {
      long number = Long.parseLong(text.replaceAll("[a-z]", ""));
      var timeout = text.endsWith("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
      if (timeout.isPositive() && timeout.compareTo(Duration.ofMinutes(5)) <= 0) {
        return timeout;
      }
    }
    throw new IllegalArgumentException(
        "timeout must be 1ms to 300s, such as 10s or 500ms, not " + text);
  }

  private static int parallel(String text) {
    if (text.matches("[0-9]{1,3}")) {
      int parallel = Integer.parseInt(text);
      if (parallel >= 1 && parallel <= PARALLEL_MAX) {
        return parallel;
      }
    }
    throw new IllegalArgumentException("parallel must be 1 to " + PARALLEL_MAX + ", not " + text);
  }
}
