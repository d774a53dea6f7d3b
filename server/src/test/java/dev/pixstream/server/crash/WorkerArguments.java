package dev.pixstream.server.crash;

import dev.pixstream.core.processing.RetryPolicy;
import dev.pixstream.core.processing.WorkerRules;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.server.processing.ProcessorOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the worker of a node in a process of its own is: words {@code key=value}. */
record WorkerArguments(Map<String, String> words) {
  static WorkerArguments of(List<String> arguments) {
    var words = new TreeMap<String, String>();
    for (var argument : arguments) {
      int at = argument.indexOf('=');
      words.put(argument.substring(0, at), argument.substring(at + 1));
    }
    return new WorkerArguments(words);
  }

  WorkerOptions options() {
    var retries = new RetryPolicy(millis("retry-first", 1_000), millis("retry-max", 300_000), 8);
    var rules =
        new WorkerRules(
            number("concurrency", 4),
            number("messages", 500),
            millis("visibility", 30_000),
            retries);
    var processor = words.getOrDefault("processor", "ledger");
    var settings = processor.equals("ledger") ? Map.<String, String>of() : words;
    return new WorkerOptions(
        !words.containsKey("off"),
        rules,
        new ProcessorOptions(processor, settings, Optional.empty()));
  }

  /** What has the streams, if the database has not. */
  Optional<RedisUrl> redis() {
    return Optional.ofNullable(words.get("redis")).map(RedisUrl::parse);
  }

  Duration stopWithin() {
    return millis("stop", 10_000);
  }

  private int number(String word, int otherwise) {
    return Integer.parseInt(words.getOrDefault(word, Integer.toString(otherwise)));
  }

  private Duration millis(String word, int otherwise) {
    return Duration.ofMillis(number(word, otherwise));
  }
}
