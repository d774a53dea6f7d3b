package dev.pixstream.server.crash;

import dev.pixstream.core.store.StreamRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The nodes of one test, on one database. */
record Nodes(List<NodeProcess> all) implements AutoCloseable {
  /** Locked by the tests of this package: each of them keeps the whole machine busy. */
  static final String MACHINE = "dev.pixstream.server.crash";

  /** The contract's rules, but waits of at most a second, so that drains end soon. */
  static final StreamRules RULES = rules(StreamRules.DEFAULT.lease());

  static StreamRules rules(Duration lease) {
    return new StreamRules(
        Duration.ofSeconds(1), lease, StreamRules.DEFAULT.grace(), StreamRules.STREAMS_MAX);
  }

  static Nodes start(int count, String databaseUrl, StreamRules rules) {
    return start(count, databaseUrl, rules, List.of());
  }

  static Nodes start(int count, Stores stores, StreamRules rules) {
    return start(count, stores.database().url(), rules, stores.words());
  }

  /** The same, with workers as {@link WorkerArguments} say. */
  static Nodes start(int count, String databaseUrl, StreamRules rules, List<String> worker) {
    var nodes =
        new Nodes(
            Stream.generate(() -> NodeProcess.start(databaseUrl, rules, worker))
                .limit(count)
                .toList());
    try {
      nodes.ports();
      return nodes;
    } catch (RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  NodeProcess get(int index) {
    return all.get(index);
  }

  List<Integer> ports() {
    return all.stream().map(NodeProcess::port).toList();
  }

  /** The ports with another one first, for collectors that begin elsewhere. */
  List<Integer> portsFrom(int index) {
    var ports = new ArrayList<>(ports());
    Collections.rotate(ports, -(index % ports.size()));
    return ports;
  }

  List<String> errors() {
    return all.stream().flatMap(node -> node.errors().stream()).toList();
  }

  @Override
  public void close() {
    all.forEach(NodeProcess::close);
  }
}
