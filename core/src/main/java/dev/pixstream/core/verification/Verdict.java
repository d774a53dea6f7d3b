package dev.pixstream.core.verification;

import dev.pixstream.core.store.audit.Cursor;
import java.util.List;
import java.util.Optional;

/**
 * What a part of a check came to.
 *
 * @param lanes how many lanes were looked at to their end
 * @param messages how many messages were looked at
 * @param next where the rest begins; empty: all was looked at
 */
public record Verdict(int lanes, long messages, List<Violation> violations, Optional<Cursor> next) {
  /** Copies the violations. */
  public Verdict {
    violations = List.copyOf(violations);
  }
}
