package dev.pixstream.check;

import java.time.Duration;

/**
 * A check that was run.
 *
 * @param left what could not be cleaned up; empty if nothing
 */
public record CheckResult(Check check, Verdict verdict, Duration took, String left) {}
