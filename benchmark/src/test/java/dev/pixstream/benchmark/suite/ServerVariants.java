package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.Credentials;
import dev.pixstream.benchmark.suite.harness.Endpoint;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers on one database that differ in what they check and tell. */
record ServerVariants(List<Variant> all) implements AutoCloseable {
  /** Neither limits nor metrics. */
  static final List<String> NOTHING =
      List.of(
          "--metrics",
          "off",
          "--limit-pulls",
          "off",
          "--limit-stored",
          "off",
          "--limit-stream-pulls",
          "off");

  /** Limits as they are by themselves, and no metrics. */
  static final List<String> LIMITS = List.of("--metrics", "off");

  /** A server and how it is reached. */
  record Variant(String name, ServerProcess server, Endpoint endpoint) {}

  /** The bare one, the one as it is with keys, that with TLS, and that with traces. */
  static ServerVariants start(String database, Credentials credentials, URI receiver)
      throws Exception {
    var keys = List.of("--api-keys", credentials.keys().toString());
    var tls = credentials.tlsOptions();
    var traces = List.of("--trace-url", receiver.toString(), "--trace-ratio", "0.01");
    var variants = new ServerVariants(new ArrayList<>());
    try {
      variants.add("bare", database, credentials, NOTHING, false);
      variants.add("keys, metrics, limits", database, credentials, keys, false);
      variants.add("bare, TLS", database, credentials, both(NOTHING, tls), true);
      variants.add("all of them, TLS", database, credentials, both(keys, tls), true);
      variants.add("all of them, traces", database, credentials, both(keys, traces), false);
      return variants;
    } catch (Exception e) {
      variants.close();
      throw e;
    }
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private void add(
      String name, String database, Credentials credentials, List<String> options, boolean tls)
      throws Exception {
    var all = both(List.of("--worker", "off"), options).toArray(String[]::new);
    var factory = credentials.factory();
    var server =
        tls
            ? ServerProcess.onDatabase(database, factory, all)
            : ServerProcess.onDatabase(database, all);
    var endpoint =
        new Endpoint(
            server.port(), credentials::header, tls ? Optional.of(factory) : Optional.empty());
    this.all.add(new Variant(name, server, endpoint));
  }

  @Override
  public void close() {
    all.forEach(variant -> variant.server().close());
  }
}
