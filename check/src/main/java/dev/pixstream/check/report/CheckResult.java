package dev.pixstream.check.report;

import dev.pixstream.check.trial.Check;
import java.time.Duration;

/**
 * A check that was run.
 *
 * @param left what could not be cleaned up; empty if nothing
 */
public record CheckResult(Check check, CheckVerdict verdict, Duration took, String left) {}
