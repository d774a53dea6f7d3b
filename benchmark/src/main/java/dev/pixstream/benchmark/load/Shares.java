package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.settings.LaneLayout;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Which lane the next message is for: by Zipf's law at random, or, if all are equal, in turn. */
final class Shares {
  private final double[] upTo;
  private final boolean equal;
  private final RandomGenerator random;
  private int turn;

  Shares(LaneLayout lanes, RandomGenerator random) {
    this.random = random;
    this.equal = lanes.zipf() == 0;
    this.upTo = new double[lanes.count()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += 1 / Math.pow(i + 1.0, lanes.zipf());
      upTo[i] = sum;
    }
  }

  /** At random, as payments arrive. */
  int random() {
    int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return Math.min(upTo.length - 1, at < 0 ? -at - 1 : at);
  }

  /** In turn if lanes are equal, so that their backlogs are. */
  int next() {
    return equal ? turn++ % upTo.length : random();
  }
}
