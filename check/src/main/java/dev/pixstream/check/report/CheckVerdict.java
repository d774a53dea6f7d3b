package dev.pixstream.check.report;

import java.util.List;

/** What came of a check. */
public sealed interface CheckVerdict {
  /** The word that begins its line. */
  String word();

  /** The promise was kept. */
  record Passed() implements CheckVerdict {
    @Override
    public String word() {
      return "PASS";
    }
  }

  /**
   * The promise was broken.
   *
   * @param expected what the contract says
   * @param came what came instead
   * @param exchanges the last requests and responses of the check, oldest first
   */
  record Failed(String expected, String came, List<String> exchanges) implements CheckVerdict {
    @Override
    public String word() {
      return "FAIL";
    }
  }

  /** The promise could not be checked. */
  record Skipped(String reason) implements CheckVerdict {
    @Override
    public String word() {
      return "SKIPPED";
    }
  }
}
