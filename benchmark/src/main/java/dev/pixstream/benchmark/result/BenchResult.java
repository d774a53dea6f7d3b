package dev.pixstream.benchmark.result;

import java.util.List;
import java.util.Map;

/**
 * What a measurement came to. Its JSON has these names.
 *
 * @param format of the JSON: {@value #FORMAT}
 * @param when the time at its end, UTC
 * @param processes what server, database and driver used, as far as it can be told
 * @param troubles answers and losses that are no success, by kind
 * @param notes what a reader has to know
 */
public record BenchResult(
    String format,
    String name,
    String when,
    Machine machine,
    Setup setup,
    Totals totals,
    Rates rates,
    Latencies latencies,
    Map<String, Usage> processes,
    Map<String, Long> troubles,
    List<String> notes,
    List<Second> seconds) {

  public static final String FORMAT = "pixstream-bench-1";

  /** Where it ran. */
  public record Machine(int processors, String system, String java) {}

  /** What was asked for. */
  public record Setup(
      String mode,
      int nodes,
      int lanes,
      double zipf,
      int collectors,
      String accept,
      double rate,
      long messages,
      int arrayMax,
      long lingerMs,
      int publishers,
      double warmupSeconds,
      double durationSeconds) {}

  /**
   * All messages of the run, warm-up included.
   *
   * @param unsent were due and not stored, because the server did not take them in time
   * @param missing were stored, told so by a 201, and never received
   * @param duplicates were received again
   * @param redelivered were announced as redelivered by the server
   * @param foreign came from somebody else
   */
  public record Totals(
      long stored,
      long received,
      long unsent,
      long missing,
      long duplicates,
      long redelivered,
      long foreign) {}

  /**
   * In the window.
   *
   * @param seconds how long it was
   * @param realTime received messages as a multiple of the rate that counts as real time; 0 if none
   *     does
   */
  public record Rates(
      double seconds,
      double storedPerSecond,
      double receivedPerSecond,
      double confirmedPerSecond,
      double pullsPerSecond,
      double storeRequestsPerSecond,
      double realTime) {}

  /**
   * Of messages that were due in the window.
   *
   * @param storedToReceived from the 201; 0 if it was received before its 201
   * @param dueToReceived from when it was due, so every wait counts
   * @param dueToStored from when it was due to the 201
   * @param storeRequest from the sending of a request to its 201
   * @param pull from the sending of a pull to its response, if a message was there already
   * @param lag how late the driver itself was
   */
  public record Latencies(
      Latency storedToReceived,
      Latency dueToReceived,
      Latency dueToStored,
      Latency storeRequest,
      Latency pull,
      Latency lag) {}

  /** Nothing stored is missing, and nothing came twice. */
  public boolean isGood() {
    return totals.missing() == 0 && totals.duplicates() == 0;
  }
}
