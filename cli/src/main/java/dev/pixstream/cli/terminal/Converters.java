package dev.pixstream.cli.terminal;

import dev.pixstream.client.PixServer;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.json.Times;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From text to values. Each says what was expected. */
public final class Converters {

  private Converters() {}

  public static TypeConversionException expected(String what, String value) {
    return new TypeConversionException("expected " + what + " but was '" + value + "'");
  }

  /** A number with a unit. */
  public static final class OfDuration implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    @Override
    public Duration convert(String value) {
      var parts = FORM.matcher(value);
      if (!parts.matches()) {
        throw expected("a duration such as 500ms, 8s or 1m", value);
      }
      long number = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }

  /** A duration between bounds. */
  abstract static class OfBounded implements ITypeConverter<Duration> {
    private final String min;
    private final String max;

    OfBounded(String min, String max) {
      this.min = min;
      this.max = max;
    }

    @Override
    public Duration convert(String value) {
      var form = new OfDuration();
      var given = form.convert(value);
      if (given.compareTo(form.convert(min)) < 0 || given.compareTo(form.convert(max)) > 0) {
        throw expected("a time from " + min + " to " + max, value);
      }
      return given;
    }
  }

  /** How long messages are kept: a worker that outlived its jobs must not find them gone. */
  public static final class OfRetention extends OfBounded {
    OfRetention() {
      super("1h", "36500d");
    }
  }

  /** How long a certificate is valid. */
  public static final class OfValidity extends OfBounded {
    OfValidity() {
      super("1s", "36500d");
    }
  }

  /** A part of a measurement. */
  public static final class OfRunTime extends OfBounded {
    OfRunTime() {
      super("0s", "24h");
    }
  }

  /** The part that is measured. */
  public static final class OfMeasured extends OfBounded {
    OfMeasured() {
      super("1s", "24h");
    }
  }

  /** A time that a server keeps to, or that somebody waits for it. */
  public static final class OfServerTime extends OfBounded {
    OfServerTime() {
      super("0s", "1h");
    }
  }

  /** How long a webhook has for one message. */
  public static final class OfWebhookTimeout extends OfBounded {
    OfWebhookTimeout() {
      super("1ms", "300s");
    }
  }

  /** A delay that is ordered as a fault. */
  public static final class OfDelay extends OfBounded {
    OfDelay() {
      super("1ms", "60s");
    }
  }

  /** How long a server may take to answer. */
  public static final class OfAnswerTime extends OfBounded {
    OfAnswerTime() {
      super("1s", "1h");
    }
  }

  /** A time after which a fault comes. */
  public static final class OfAfter extends OfBounded {
    OfAfter() {
      super("0s", "60s");
    }
  }

  /** What a fault says in Retry-After. */
  public static final class OfRetryAfter extends OfBounded {
    OfRetryAfter() {
      super("1s", "300s");
    }
  }

  /** A path; ~ is the home directory also where no shell has put it in. */
  public static final class OfPath implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      if (value.isEmpty()) {
        throw expected("a path", value);
      }
      if (value.equals("~") || value.startsWith("~/")) {
        return Path.of(HomePath.of(value) + value.substring(1));
      }
      try {
        return Path.of(value);
      } catch (InvalidPathException e) {
        throw expected("a path", value);
      }
    }
  }

  /** A port. */
  public static final class OfPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
        throw expected("a port, 0 to 65535 (0 for any free one),", value);
      }
      return Integer.valueOf(value);
    }
  }

  /** A positive number. */
  public static final class OfCount implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      if (!value.matches("[0-9]{1,15}") || Long.parseLong(value) < 1) {
        throw expected("a number of at least 1", value);
      }
      return Long.valueOf(value);
    }
  }

  /** A whole number between bounds. */
  public abstract static class OfNumber implements ITypeConverter<Integer> {
    private final int max;
    private final String what;

    public OfNumber(int max, String what) {
      this.max = max;
      this.what = what;
    }

    @Override
    public Integer convert(String value) {
      if (!value.matches("[0-9]{1,9}")
          || Integer.parseInt(value) < 1
          || Integer.parseInt(value) > max) {
        throw expected("1 to " + max + " " + what, value);
      }
      return Integer.valueOf(value);
    }
  }

  /** How many collectors. */
  public static final class OfCollectors extends OfNumber {
    OfCollectors() {
      super(6, "collectors");
    }
  }

  /** How many institutions. */
  public static final class OfInstitutions extends OfNumber {
    OfInstitutions() {
      super(100, "institutions");
    }
  }

  /** How many messages a demo has for each institution. */
  public static final class OfMessages extends OfNumber {
    OfMessages() {
      super(100_000, "messages");
    }
  }

  /** An institution. */
  public static final class OfIspb implements ITypeConverter<Ispb> {
    @Override
    public Ispb convert(String value) {
      return Ispb.parse(value)
          .orElseThrow(() -> expected("an ISPB, " + Ispb.EXPECTED + ",", value));
    }
  }

  /** A message. */
  public static final class OfEndToEndId implements ITypeConverter<EndToEndId> {
    @Override
    public EndToEndId convert(String value) {
      return EndToEndId.parse(value)
          .orElseThrow(() -> expected("an endToEndId, E and 31 letters or digits,", value));
    }
  }

  /** A point in time. */
  public static final class OfInstant implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      return Times.parse(value).orElseThrow(() -> expected(Times.EXPECTED, value));
    }
  }

  /** A server's address, perhaps with the path of a proxy in front of it. */
  public static final class OfUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      try {
        return PixServer.of(new URI(value)).given();
      } catch (URISyntaxException e) {
        throw expected("an address such as http://127.0.0.1:8080", value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A database's address. It has a password, so it is not repeated. */
  public static final class OfDatabaseUrl implements ITypeConverter<DatabaseUrl> {
    @Override
    public DatabaseUrl convert(String value) {
      try {
        return DatabaseUrl.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  public static final class OfRedisUrl implements ITypeConverter<RedisUrl> {
    @Override
    public RedisUrl convert(String value) {
      try {
        return RedisUrl.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
