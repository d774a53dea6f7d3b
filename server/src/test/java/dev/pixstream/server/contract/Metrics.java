package dev.pixstream.server.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One scrape of a node. */
final class Metrics {
  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");

  private final List<Sample> samples;

  private record Sample(String name, Set<String> labels, double value) {}

  private Metrics(List<Sample> samples) {
    this.samples = samples;
  }

  static Metrics of(Node node) {
    return parse(text(node.port()));
  }

  static String text(int port) {
    try (var in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Metrics parse(String text) {
    return new Metrics(
        text.lines().filter(line -> !line.startsWith("#")).map(Metrics::sample).toList());
  }

  private static Sample sample(String line) {
    var found = SAMPLE.matcher(line);
    if (!found.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    var labels = found.group(2) == null ? "" : found.group(2);
    return new Sample(
        found.group(1),
        Arrays.stream(labels.split(",", -1))
            .map(label -> label.replace("\"", ""))
            .collect(Collectors.toSet()),
        Double.parseDouble(found.group(3).replace("Inf", "Infinity")));
  }

  /** The sum of the samples with this name and these labels, such as {@code outcome=empty}. */
  double value(String name, String... labels) {
    return find(name, labels).orElseThrow(() -> new AssertionError("there is no " + name));
  }

  /** The same; nothing if there is no such sample. */
  OptionalDouble find(String name, String... labels) {
    var found =
        samples.stream()
            .filter(sample -> sample.name().equals(name))
            .filter(sample -> sample.labels().containsAll(Set.of(labels)))
            .mapToDouble(Sample::value)
            .toArray();
    return found.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(found).sum());
  }

  /** The names of all samples. */
  Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toSet());
  }

  /** How many samples have this name. */
  long count(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).count();
  }
}
