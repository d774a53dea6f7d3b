package dev.pixstream.check.report;

import java.util.List;

/** Counts of results. */
public final class Summary {
  private Summary() {}

  /** How many promises were kept. */
  public static long passed(List<CheckResult> results) {
    return count(results, CheckVerdict.Passed.class);
  }

  /** How many promises were broken. */
  public static long failed(List<CheckResult> results) {
    return count(results, CheckVerdict.Failed.class);
  }

  /** How many promises could not be checked. */
  public static long skipped(List<CheckResult> results) {
    return count(results, CheckVerdict.Skipped.class);
  }

  private static long count(List<CheckResult> results, Class<? extends CheckVerdict> kind) {
    return results.stream().filter(result -> kind.isInstance(result.verdict())).count();
  }
}
