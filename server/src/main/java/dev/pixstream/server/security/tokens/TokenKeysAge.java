package dev.pixstream.server.security.tokens;

import java.time.Duration;

/**
 * How the keys of tokens stand, where they are fetched from their issuer.
 *
 * @param age since they were fetched, or seen to be the same
 * @param complaint why the last fetch failed; empty if it did not
 * @param failures how many fetches failed
 */
public record TokenKeysAge(Duration age, String complaint, long failures) {
  /** Whether there may be newer ones that could not be fetched. */
  public boolean isStale() {
    return !complaint.isEmpty();
  }
}
