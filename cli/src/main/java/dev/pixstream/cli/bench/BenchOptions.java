package dev.pixstream.cli.bench;

import dev.pixstream.benchmark.settings.BenchSettings;
import dev.pixstream.benchmark.settings.LaneLayout;
import dev.pixstream.benchmark.settings.Load;
import dev.pixstream.benchmark.settings.Mode;
import dev.pixstream.benchmark.settings.Phases;
import dev.pixstream.benchmark.settings.RecordDay;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.client.Accept;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What load is made, and for how long. Defaults depend on the mode and the profile. */
final class BenchOptions {

  /** From one address to another there are 28,000 ports. */
  private static final int COLLECTORS_MAX = 25_000;

  /** Longer than a lease: messages of a stream that was lost come again after it. */
  private static final String SETTLE = "70s";

  @Option(
      names = "--profile",
      paramLabel = "record-day",
      description = "The load of Brazil's record day: 11000 messages/s over 900 lanes, 10 minutes.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--multiple",
      paramLabel = "X",
      converter = BenchConverters.OfMultiple.class,
      description = "The profile's rate as a multiple of real time. Default: 1.")
  private Optional<Double> multiple = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "open, closed, drain or store. Default: open with --rate, else drain.")
  private Optional<Mode> mode = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = BenchConverters.OfRate.class,
      description = "Messages a second that become due, whatever the server does (open).")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--messages",
      paramLabel = "N",
      converter = BenchConverters.OfBacklog.class,
      description = "The backlog that is stored and then read (drain). Default: 200000.")
  private Optional<Integer> messages = Optional.empty();

  @Option(
      names = "--lanes",
      paramLabel = "N",
      converter = BenchConverters.OfLanes.class,
      description = "How many lanes, 1 to 10000. Default: 4.")
  private Optional<Integer> lanes = Optional.empty();

  @Option(
      names = "--zipf",
      paramLabel = "X",
      converter = BenchConverters.OfZipf.class,
      description = "Lane k gets a share of 1/k^X of the load. Default: 0, equal lanes.")
  private Optional<Double> zipf = Optional.empty();

  @Option(
      names = "--collectors",
      paramLabel = "N",
      converter = Converters.OfCollectors.class,
      description = "How many streams on each lane, 1 to 6. Default: 6.")
  private Optional<Integer> collectors = Optional.empty();

  @Option(
      names = "--accept",
      paramLabel = "FORM",
      defaultValue = "multipart",
      description = "multipart (up to 10 messages at once) or json (one). Default: multipart.")
  private Accept accept = Accept.MULTIPART;

  @Option(
      names = "--array",
      paramLabel = "N",
      converter = BenchConverters.OfArray.class,
      description =
          "Messages in one request to store at most. Default: 1 (open), 100, 1000 (drain).")
  private Optional<Integer> array = Optional.empty();

  @Option(
      names = "--linger",
      paramLabel = "TIME",
      converter = Converters.OfRunTime.class,
      description =
          "How long a due message may wait for others of its lane, at most 24h. Default: 0ms.")
  private Optional<Duration> linger = Optional.empty();

  @Option(
      names = "--publishers",
      paramLabel = "N",
      converter = BenchConverters.OfPublishers.class,
      description = "How many connections store. Default: 64 (open), else 16.")
  private Optional<Integer> publishers = Optional.empty();

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      converter = Converters.OfRunTime.class,
      description = "Load that is checked but not measured, at most 24h. Default: 5s.")
  private Optional<Duration> warmup = Optional.empty();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Converters.OfMeasured.class,
      description = "How long it is measured, 1s to 24h. Default: 30s.")
  private Optional<Duration> duration = Optional.empty();

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      defaultValue = SETTLE,
      converter = Converters.OfRunTime.class,
      description = "After so long without news what is missing counts as missing. Default: 70s.")
  private Duration settle = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the choice of lanes. Default: 1.")
  private long seed;

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "Send this with each request, such as 'Authorization: Bearer ...'.")
  private List<String> headers = List.of();

  /** For these nodes. */
  BenchSettings settings(CommandLine command, List<URI> targets) {
    boolean recordDay = isRecordDay(command);
    check(command, multiple.isEmpty() || recordDay, "--multiple", "it needs --profile record-day");
    check(command, rate.isEmpty() || !recordDay, "--rate", "with a profile take --multiple");
    var chosen = mode(command, recordDay);
    var shape = lanes(recordDay);
    int connections =
        Math.min(shape.busiest(), shape.count()) * shape.collectorsOnBusiest()
            + Math.max(0, shape.count() - shape.busiest()) * shape.collectorsOnRest();
    check(
        command,
        connections <= COLLECTORS_MAX,
        "--lanes",
        String.format(Locale.ROOT, "%d collectors are more than %d", connections, COLLECTORS_MAX));
    return new BenchSettings(
        recordDay ? RecordDay.NAME : chosen.name().toLowerCase(Locale.ROOT),
        targets,
        headers(command),
        accept == Accept.MULTIPART,
        shape,
        load(chosen, recordDay),
        times(recordDay),
        recordDay ? RecordDay.RATE : 0);
  }

  private boolean isRecordDay(CommandLine command) {
    check(
        command,
        profile.isEmpty() || profile.get().equals(RecordDay.NAME),
        "--profile",
        "expected " + RecordDay.NAME);
    return profile.isPresent();
  }

  private Mode mode(CommandLine command, boolean recordDay) {
    boolean open = recordDay || rate.isPresent();
    var chosen = mode.orElse(open ? Mode.OPEN : Mode.DRAIN);
    check(command, chosen != Mode.OPEN || open, "--mode", "open needs --rate");
    check(command, chosen == Mode.OPEN || !open, "--mode", "a rate is for open");
    check(
        command,
        chosen == Mode.DRAIN || messages.isEmpty(),
        "--messages",
        "a backlog is for --mode drain");
    return chosen;
  }

  private LaneLayout lanes(boolean recordDay) {
    var known = recordDay ? RecordDay.lanes() : LaneLayout.equal(4, 6);
    return new LaneLayout(
        lanes.orElse(known.count()),
        zipf.orElse(known.zipf()),
        collectors.isPresent() ? 0 : known.busiest(),
        collectors.orElse(known.collectorsOnBusiest()),
        collectors.orElse(known.collectorsOnRest()));
  }

  private Load load(Mode chosen, boolean recordDay) {
    int usualArray =
        recordDay
            ? RecordDay.ARRAY_MAX
            : switch (chosen) {
              case OPEN -> 1;
              case DRAIN -> 1_000;
              case CLOSED, STORE -> 100;
            };
    return new Load(
        chosen,
        recordDay ? RecordDay.RATE * multiple.orElse(1.0) : rate.orElse(0.0),
        messages.orElse(200_000),
        array.orElse(usualArray),
        linger.orElse(recordDay ? RecordDay.LINGER : Duration.ZERO),
        publishers.orElse(chosen == Mode.OPEN ? 64 : 16),
        seed);
  }

  private Phases times(boolean recordDay) {
    var measured = duration.orElse(recordDay ? RecordDay.DURATION : Duration.ofSeconds(30));
    return new Phases(
        warmup.orElse(recordDay ? RecordDay.WARMUP : Duration.ofSeconds(5)), measured, settle);
  }

  private List<String> headers(CommandLine command) {
    for (var header : headers) {
      // The value may be a secret, so it is not repeated.
      check(
          command,
          header.indexOf(':') > 0 && header.matches("\\p{Print}+"),
          "--header",
          "expected 'Name: value'");
    }
    return headers;
  }

  private static void check(CommandLine command, boolean good, String option, String expected) {
    if (!good) {
      throw new ParameterException(
          command, "Invalid value for option '%s': %s".formatted(option, expected));
    }
  }
}
