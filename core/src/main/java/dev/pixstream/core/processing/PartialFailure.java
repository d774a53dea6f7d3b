package dev.pixstream.core.processing;

import java.util.Map;

/**
 * Some messages of a call failed, and the processor knows which: all others are processed. They
 * count as having failed alone, so that nothing is called a second time in this attempt.
 */
public class PartialFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Map<Long, Exception> failures;

  /**
   * Says which.
   *
   * @param failures why, by the number of the message in its lane
   */
  public PartialFailure(Map<Long, Exception> failures) {
    super(failures.size() + " messages failed");
    this.failures = Map.copyOf(failures);
  }

  /** Why, by the number of the message in its lane. */
  public Map<Long, Exception> failures() {
    return failures;
  }
}
