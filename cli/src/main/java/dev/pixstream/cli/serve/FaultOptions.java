package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.core.model.Ispb;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A fault as options. What is wrong with it, the server says. */
public final class FaultOptions {

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Only on this institution's lane.")
  private Optional<Ispb> ispb = Optional.empty();

  @Option(
      names = "--stream",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "Only on the stream of the N-th start from now on. Needs --ispb.")
  private Optional<Long> stream = Optional.empty();

  @Option(
      names = "--on",
      paramLabel = "REQUEST",
      split = ",",
      description = "To which requests: start, pull, close, store. Default: pull.")
  private List<String> on = List.of();

  @Option(names = "--probability", paramLabel = "P", description = "To each with probability P.")
  private Optional<Double> probability = Optional.empty();

  @Option(
      names = "--nth",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "To the N-th alone.")
  private Optional<Long> nth = Optional.empty();

  @Option(
      names = "--every",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "To every N-th.")
  private Optional<Long> every = Optional.empty();

  @Option(
      names = "--times",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "N times at most.")
  private Optional<Long> times = Optional.empty();

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = Converters.OfDelay.class,
      description = "How long a delay is, 1ms to 60s.")
  private Optional<Duration> delay = Optional.empty();

  @Option(
      names = "--delay-max",
      paramLabel = "TIME",
      converter = Converters.OfDelay.class,
      description = "A random delay from --delay to this.")
  private Optional<Duration> delayMax = Optional.empty();

  @Option(
      names = "--retry-after",
      paramLabel = "TIME",
      converter = Converters.OfRetryAfter.class,
      description = "The Retry-After of throttled and unavailable, whole seconds. Default: 1s.")
  private Optional<Duration> retryAfter = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "TIME",
      converter = Converters.OfAfter.class,
      description = "How long after the response a lease ends. Default: at once.")
  private Optional<Duration> after = Optional.empty();

  /** Whether nothing was chosen, as with a script. */
  public boolean isEmpty() {
    return json("").size() == 1;
  }

  private static long seconds(Duration value) {
    if (value.toMillis() % 1_000 != 0) {
      throw CommandFailure.usage("--retry-after: expected whole seconds");
    }
    return value.toSeconds();
  }

  public JsonObject json(String fault) {
    var json = new JsonObject().put("fault", fault);
    ispb.ifPresent(value -> json.put("ispb", value.value()));
    stream.ifPresent(value -> json.put("stream", value));
    if (!on.isEmpty()) {
      json.put("on", new JsonArray(on));
    }
    probability.ifPresent(value -> json.put("probability", value));
    nth.ifPresent(value -> json.put("nth", value));
    every.ifPresent(value -> json.put("every", value));
    times.ifPresent(value -> json.put("times", value));
    delay.ifPresent(value -> json.put("delayMs", value.toMillis()));
    delayMax.ifPresent(value -> json.put("delayMaxMs", value.toMillis()));
    retryAfter.ifPresent(value -> json.put("retryAfter", seconds(value)));
    after.ifPresent(value -> json.put("afterMs", value.toMillis()));
    return json;
  }
}
