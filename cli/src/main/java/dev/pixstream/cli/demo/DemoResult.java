package dev.pixstream.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a demo came to.
 *
 * @param delivered messages delivered, repeated ones included
 * @param seconds from the first pull to the last message
 * @param p50Ms latency of pulls that returned messages, milliseconds
 * @param p99Ms the same
 * @param duplicates deliveries beyond the first one of a message
 * @param missing messages that were stored and not delivered
 * @param unexpected deliveries of messages that were never stored
 */
record DemoResult(
    long delivered,
    double seconds,
    double p50Ms,
    double p99Ms,
    long duplicates,
    long missing,
    long unexpected) {

  boolean isGood() {
    return duplicates == 0 && missing == 0 && unexpected == 0;
  }

  void print(PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT, "Collected   %d messages in %.2f s, %d/s", delivered, seconds, rate()));
    out.println(String.format(Locale.ROOT, "Pulls       p50 %.1f ms, p99 %.1f ms", p50Ms, p99Ms));
    out.println(
        isGood()
            ? "Checked     every endToEndId was delivered exactly once"
            : String.format(
                Locale.ROOT,
                "Checked     WRONG: %d delivered twice, %d missing, %d never stored",
                duplicates,
                missing,
                unexpected));
  }

  String lastLine() {
    return String.format(
        Locale.ROOT,
        "delivered=%d rate=%d p50_ms=%.1f p99_ms=%.1f duplicates=%d missing=%d",
        delivered,
        rate(),
        p50Ms,
        p99Ms,
        duplicates,
        missing);
  }

  private long rate() {
    return Math.round(delivered / seconds);
  }
}
