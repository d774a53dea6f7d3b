package dev.pixstream.check.trial;

import dev.pixstream.check.http.Header;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Which server is checked, and what is known of it.
 *
 * @param url the server's address; a path is what a proxy in front of it takes away
 * @param basePath what comes before the ISPB in the paths of streams and messages
 * @param generatorPath what comes before the ISPB in the generator's path; empty if there is none
 * @param ispbs the lanes to use, one after the other; if empty, each check has fresh random ones
 * @param idleWait how long an idle pull waits on that server; if empty, anything up to 8 s is right
 * @param lease how long a stream may stay away on that server
 * @param patience how long a check may wait for leases to end
 * @param tls with which certificates it connects to an https address
 * @param headers what is sent with each request besides; it is not repeated in evidence
 */
public record CheckSettings(
    URI url,
    String basePath,
    Optional<String> generatorPath,
    List<String> ispbs,
    Optional<Duration> idleWait,
    Duration lease,
    Duration patience,
    Optional<SSLContext> tls,
    List<Header> headers) {

  /** The longest wait that the contract allows. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(8);

  /** The contract's paths and times. Leases are too long to be awaited. */
  public static CheckSettings of(URI url) {
    return new CheckSettings(
        url,
        "/api/pix",
        Optional.of("/api/util/msgs"),
        List.of(),
        Optional.empty(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Optional.empty(),
        List.of());
  }

  /** The same with other times. */
  public CheckSettings withTimes(
      Optional<Duration> newWait, Duration newLease, Duration newPatience) {
    return new CheckSettings(
        url, basePath, generatorPath, ispbs, newWait, newLease, newPatience, tls, headers);
  }

  /** The same with other paths. */
  public CheckSettings withPaths(String newBasePath, Optional<String> newGeneratorPath) {
    return new CheckSettings(
        url, newBasePath, newGeneratorPath, ispbs, idleWait, lease, patience, tls, headers);
  }

  /** The same on lanes that are given. */
  public CheckSettings withIspbs(List<String> newIspbs) {
    return new CheckSettings(
        url,
        basePath,
        generatorPath,
        List.copyOf(newIspbs),
        idleWait,
        lease,
        patience,
        tls,
        headers);
  }

  /** The same with headers such as Authorization. */
  public CheckSettings withHeaders(List<Header> newHeaders) {
    return new CheckSettings(
        url,
        basePath,
        generatorPath,
        ispbs,
        idleWait,
        lease,
        patience,
        tls,
        List.copyOf(newHeaders));
  }

  /** The same with other certificates than Java's own. */
  public CheckSettings withTls(Optional<SSLContext> newTls) {
    return new CheckSettings(
        url, basePath, generatorPath, ispbs, idleWait, lease, patience, newTls, headers);
  }

  public Duration waitMax() {
    return idleWait.orElse(WAIT_MAX);
  }
}
