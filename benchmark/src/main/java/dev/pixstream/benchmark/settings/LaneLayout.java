package dev.pixstream.benchmark.settings;

/**
 * Which lanes there are, from the busiest on.
 *
 * @param count how many
 * @param zipf the exponent of Zipf's law: lane k has a share proportional to 1 / k^zipf; 0: equal
 * @param busiest how many lanes have more collectors
 * @param collectorsOnBusiest collectors on each of those, 1 to 6
 * @param collectorsOnRest collectors on each of the others, 1 to 6
 */
public record LaneLayout(
    int count, double zipf, int busiest, int collectorsOnBusiest, int collectorsOnRest) {

  /** Equal lanes. */
  public static LaneLayout equal(int count, int collectors) {
    return new LaneLayout(count, 0, 0, collectors, collectors);
  }

  public int collectorsOn(int lane) {
    return lane < busiest ? collectorsOnBusiest : collectorsOnRest;
  }

  public int collectors() {
    int more = Math.min(busiest, count);
    return more * collectorsOnBusiest + (count - more) * collectorsOnRest;
  }
}
