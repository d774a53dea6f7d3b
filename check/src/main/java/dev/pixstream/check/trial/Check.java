package dev.pixstream.check.trial;

import java.io.IOException;

/** One promise of the contract, and how to see from outside whether a server keeps it. */
public interface Check {
  /** A short name in lower case, such as {@code retry-same-batch}. */
  String name();

  /** Where the contract says it: a section or the number of a promise. */
  String section();

  /** What is promised, in one sentence. */
  String promise();

  /**
   * Tries it. To return means that the promise was kept.
   *
   * @throws IOException if the server can't be talked to
   */
  void run(CheckedServer target) throws IOException, InterruptedException;

  /** How a check is tried. */
  @FunctionalInterface
  interface Trial {
    /** Returns if the promise was kept. */
    void run(CheckedServer target) throws IOException, InterruptedException;
  }

  /** A check of those parts. */
  static Check of(String section, String name, String promise, Trial trial) {
    record Simple(String section, String name, String promise, Trial trial) implements Check {
      @Override
      public void run(CheckedServer target) throws IOException, InterruptedException {
        trial.run(target);
      }
    }
    return new Simple(section, name, promise, trial);
  }
}
