package dev.pixstream.benchmark.result;

/**
 * What a process used in the window.
 *
 * @param cpuSeconds processor time
 * @param rssFirstMb resident memory at the start; 0 where it can't be told
 */
public record Usage(double cpuSeconds, double rssFirstMb, double rssLastMb, double rssMaxMb) {

  /** How it stood at one moment. */
  public record Now(double cpuSeconds, double rssMb) {

    public Now plus(Now other) {
      return new Now(cpuSeconds + other.cpuSeconds(), rssMb + other.rssMb());
    }
  }

  public static Usage from(Now first) {
    return new Usage(0, first.rssMb(), first.rssMb(), first.rssMb());
  }

  public Usage until(Now first, Now last) {
    return new Usage(
        Math.round((last.cpuSeconds() - first.cpuSeconds()) * 100) / 100.0,
        rssFirstMb,
        last.rssMb(),
        Math.max(rssMaxMb, last.rssMb()));
  }
}
