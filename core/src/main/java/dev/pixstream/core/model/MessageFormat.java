package dev.pixstream.core.model;

import java.util.Optional;

/**
 * How the messages of a dialect are stored. Whatever has to know more of a message than its bytes
 * asks here; only the dialect looks into them. Safe for use by many threads.
 */
public interface MessageFormat {
  /** What the message credits; empty if it credits nothing, or is not of this format. */
  Optional<Credit> credit(Payload payload);

  /**
   * What all messages about the same payment have in common, for traces; empty if they are to have
   * none.
   */
  Optional<String> traceKey(Payload payload);

  /**
   * The message for eyes, on several lines; amounts keep the form that was stored.
   *
   * @param masked whether all but the last two characters of each CPF and CNPJ are covered
   */
  String pretty(Payload payload, boolean masked);
}
