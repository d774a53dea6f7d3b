package dev.pixstream.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.check.ReferenceServer.Times;
import dev.pixstream.check.contract.Checks;
import dev.pixstream.check.report.CheckResult;
import dev.pixstream.check.report.CheckVerdict;
import dev.pixstream.check.report.TextReport;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promise has a server that breaks it, and the check of that promise sees it. */
@Timeout(120)
class CheckerTest {
  private static final Duration IDLE_WAIT = Duration.ofSeconds(2);
  private static final Times TIMES = new Times(IDLE_WAIT, Duration.ofSeconds(60));
  private static final Times SHORT_LEASE = new Times(IDLE_WAIT, Duration.ofMillis(2_500));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What no server can show over HTTP. */
  private static final Set<String> NEVER_SEEN = Set.of("survives-kill");

  private static final Set<String> WITH_LIMITS = Set.of("limit-of-pulls", "limit-of-stores");

  private static List<CheckResult> results(Fault fault, Times times)
      throws IOException, InterruptedException {
    return results(fault, times, Checks.all());
  }

  private static List<CheckResult> results(Fault fault, Times times, List<Check> checks)
      throws IOException, InterruptedException {
    try (var server = new ReferenceServer(fault, times)) {
      var settings =
          CheckSettings.of(server.url())
              .withTimes(Optional.of(times.idleWait()), times.lease(), PATIENCE);
      return new Runner(settings).run(checks, result -> {});
    }
  }

  private static Set<String> names(List<CheckResult> results, Class<? extends CheckVerdict> kind) {
    return results.stream()
        .filter(result -> kind.isInstance(result.verdict()))
        .map(result -> result.check().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String report(List<CheckResult> results) {
    return results.stream()
        .filter(result -> !(result.verdict() instanceof CheckVerdict.Passed))
        .map(TextReport::of)
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      mode = EnumSource.Mode.MATCH_NONE,
      names = {"NONE.*", "LEASE_.*", ".*_LEASE"})
  @Tag("check.1")
  void a_broken_promise_is_seen_by_its_check_and_by_no_other(Fault fault)
      throws IOException, InterruptedException {
    isSeen(fault, TIMES);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"LEASE_NEVER_ENDS", "LEASE_TOO_SHORT", "WAIT_ENDS_LEASE"})
  @Tag("check.1")
  void a_broken_lease_is_seen_by_its_check_and_by_no_other(Fault fault)
      throws IOException, InterruptedException {
    isSeen(fault, SHORT_LEASE);
  }

  private static void isSeen(Fault fault, Times times) throws IOException, InterruptedException {
    var results = results(fault, times);
    var failed = names(results, CheckVerdict.Failed.class);
    assertTrue(
        failed.containsAll(fault.checks()), () -> "seen by " + failed + "\n" + report(results));
    var unexpected = failed.stream().filter(check -> !fault.mayFail(check)).toList();
    var again = again(fault, times, unexpected);
    assertTrue(again.isEmpty(), () -> "also " + again + "\n" + report(results));
  }

  /**
   * Those that fail once more when they are alone. A machine that stands still for a second breaks
   * what is promised about time.
   */
  private static Set<String> again(Fault fault, Times times, Collection<String> failed)
      throws IOException, InterruptedException {
    var again = new TreeSet<String>();
    for (var check : failed) {
      var alone = results(fault, times, Checks.named(List.of(check)));
      again.addAll(names(alone, CheckVerdict.Failed.class));
    }
    return again;
  }

  private static void isNotSeen(Fault fault, List<CheckResult> results)
      throws IOException, InterruptedException {
    var again = again(fault, SHORT_LEASE, names(results, CheckVerdict.Failed.class));
    assertEquals(Set.of(), again, () -> report(results));
  }

  @Test
  @Tag("check.1")
  void a_server_that_keeps_the_contract_passes() throws IOException, InterruptedException {
    var results = results(Fault.NONE, SHORT_LEASE);
    isNotSeen(Fault.NONE, results);
    var skipped =
        Stream.of(NEVER_SEEN, WITH_LIMITS).flatMap(Set::stream).collect(Collectors.toSet());
    assertEquals(skipped, names(results, CheckVerdict.Skipped.class), () -> report(results));
    assertEquals("", results.stream().map(CheckResult::left).collect(Collectors.joining()));
  }

  @Test
  @Tag("check.1")
  void a_server_with_limits_passes_with_them() throws IOException, InterruptedException {
    var results = results(Fault.NONE_WITH_LIMITS, SHORT_LEASE);
    isNotSeen(Fault.NONE_WITH_LIMITS, results);
    assertTrue(names(results, CheckVerdict.Passed.class).containsAll(WITH_LIMITS));
    assertEquals("", results.stream().map(CheckResult::left).collect(Collectors.joining()));
  }

  @Test
  @Tag("check.1")
  void every_check_has_a_server_that_it_catches() {
    var caught = Stream.of(Fault.values()).flatMap(fault -> fault.checks().stream());
    var missing =
        Checks.all().stream().map(Check::name).collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(caught.collect(Collectors.toSet()));
    missing.removeAll(NEVER_SEEN);
    assertEquals(Set.of(), missing);
  }
}
