package dev.pixstream.core.pix;

import java.util.Optional;

/** Kind of a transactional account, by the names of the wire format (contract, Representation). */
public enum TipoConta {
  /** Current account. */
  CACC,
  /** Savings account. */
  SVGS,
  /** Payment account. */
  TRAN,
  /** Salary account. */
  SLRY;

  /** What is accepted, for error messages. */
  public static final String EXPECTED = "one of CACC, SVGS, TRAN, SLRY";

  /** The kind with exactly this name, or empty if there is none. */
  public static Optional<TipoConta> parse(String text) {
    return switch (text) {
      case "CACC" -> Optional.of(CACC);
      case "SVGS" -> Optional.of(SVGS);
      case "TRAN" -> Optional.of(TRAN);
      case "SLRY" -> Optional.of(SLRY);
      default -> Optional.empty();
    };
  }
}
