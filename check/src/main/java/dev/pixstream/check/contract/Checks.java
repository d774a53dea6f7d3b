package dev.pixstream.check.contract;

import dev.pixstream.check.trial.Check;
import java.util.List;
import java.util.stream.Stream;

/** The registry of all checks, in the order of the contract. */
public final class Checks {
  private Checks() {}

  /** All of them. */
  public static List<Check> all() {
    return Stream.of(
            RepresentationChecks.all(),
            ProbeChecks.all(),
            StoringChecks.all(),
            BadInputChecks.all(),
            BadMessageChecks.all(),
            LongPollingChecks.all(),
            ConfirmationChecks.all(),
            SafeRetryChecks.all(),
            LeaseChecks.all(),
            FencingChecks.all(),
            DeleteChecks.all(),
            DeliveryChecks.all(),
            OrderChecks.all(),
            StreamCountChecks.all(),
            LimitChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Those whose name is one of the words, or whose section is (a promise by its number).
   *
   * @throws IllegalArgumentException if a word fits none
   */
  public static List<Check> named(List<String> words) {
    for (var word : words) {
      if (all().stream().noneMatch(check -> fits(check, word))) {
        throw new IllegalArgumentException("no check is called '" + word + "'");
      }
    }
    return all().stream()
        .filter(check -> words.stream().anyMatch(word -> fits(check, word)))
        .toList();
  }

  private static boolean fits(Check check, String word) {
    return check.name().equals(word) || check.section().equals(word);
  }
}
