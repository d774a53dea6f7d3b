package dev.pixstream.benchmark.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The figures of a result that are shown and compared, one after the other. */
public final class Figures {

  /**
   * One of them.
   *
   * @param of empty where a result has none
   */
  public record Figure(String name, String unit, Function<BenchResult, Optional<Double>> of) {}

  private Figures() {}

  public static List<Figure> all() {
    var all = new ArrayList<Figure>();
    all.add(rate("received", BenchResult.Rates::receivedPerSecond));
    all.add(rate("confirmed", BenchResult.Rates::confirmedPerSecond));
    all.add(rate("stored", BenchResult.Rates::storedPerSecond));
    all.add(new Figure("pulls", "pulls/s", result -> some(result.rates().pullsPerSecond())));
    all.add(new Figure("real time held", "x", result -> some(result.rates().realTime())));
    latency(all, "stored (201) to received", BenchResult.Latencies::storedToReceived);
    latency(all, "due to received", BenchResult.Latencies::dueToReceived);
    latency(all, "due to stored", BenchResult.Latencies::dueToStored);
    latency(all, "request to store", BenchResult.Latencies::storeRequest);
    latency(all, "pull", BenchResult.Latencies::pull);
    latency(all, "driver's own lag", BenchResult.Latencies::lag);
    for (var process : List.of("server", "database", "driver")) {
      all.add(
          new Figure(
              process + " CPU",
              "cores",
              result ->
                  usage(result, process)
                      .map(usage -> usage.cpuSeconds() / result.rates().seconds())));
      all.add(
          new Figure(
              process + " CPU",
              "us/message",
              result ->
                  usage(result, process)
                      .filter(_ -> moved(result) > 0)
                      .map(usage -> usage.cpuSeconds() * 1e6 / moved(result))));
      all.add(
          new Figure(
              process + " memory",
              "MB max",
              result -> usage(result, process).map(Usage::rssMaxMb).filter(mb -> mb > 0)));
    }
    return List.copyOf(all);
  }

  /** Messages in the window: stored ones where only storing is measured. */
  private static double moved(BenchResult result) {
    double rate = Math.max(result.rates().receivedPerSecond(), result.rates().storedPerSecond());
    return rate * result.rates().seconds();
  }

  private static Optional<Usage> usage(BenchResult result, String process) {
    return Optional.ofNullable(result.processes().get(process));
  }

  private static Optional<Double> some(double value) {
    return value > 0 ? Optional.of(value) : Optional.empty();
  }

  private static Figure rate(String name, Function<BenchResult.Rates, Double> of) {
    return new Figure(name, "messages/s", result -> some(of.apply(result.rates())));
  }

  private static void latency(
      List<Figure> all, String name, Function<BenchResult.Latencies, Latency> which) {
    latency(all, name, "p50", which.andThen(Latency::p50Ms), which);
    latency(all, name, "p99", which.andThen(Latency::p99Ms), which);
    latency(all, name, "p99.9", which.andThen(Latency::p999Ms), which);
    latency(all, name, "max", which.andThen(Latency::maxMs), which);
  }

  private static void latency(
      List<Figure> all,
      String name,
      String percentile,
      Function<BenchResult.Latencies, Double> value,
      Function<BenchResult.Latencies, Latency> which) {
    all.add(
        new Figure(
            name + " " + percentile,
            "ms",
            result ->
                which.apply(result.latencies()).count() == 0
                    ? Optional.empty()
                    : Optional.of(value.apply(result.latencies()))));
  }
}
