package dev.pixstream.server.faults;

import java.util.SplittableRandom;

/** Which of the requests that a fault applies to it happens to. */
public sealed interface When {
  /** Whether it happens to the request with this number, from 1. */
  boolean hits(long number, SplittableRandom random);

  /** Each one. */
  record Always() implements When {
    @Override
    public boolean hits(long number, SplittableRandom random) {
      return true;
    }
  }

  /** Each one, with a probability above 0 and up to 1. */
  record Probability(double value) implements When {
    @Override
    public boolean hits(long number, SplittableRandom random) {
      return random.nextDouble() < value;
    }
  }

  /** That one alone. */
  record Nth(int value) implements When {
    @Override
    public boolean hits(long number, SplittableRandom random) {
      return number == value;
    }
  }

  /** Each one whose number is a multiple of it. */
  record Every(int value) implements When {
    @Override
    public boolean hits(long number, SplittableRandom random) {
      return number % value == 0;
    }
  }
}
