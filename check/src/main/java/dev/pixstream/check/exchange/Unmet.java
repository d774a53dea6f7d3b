package dev.pixstream.check.exchange;

/** Something else came than the contract promises. Ends the check. */
public final class Unmet extends RuntimeException {
  private final String expected;
  private final String came;

  public Unmet(String expected, String came) {
    super("expected " + expected + ", came " + came);
    this.expected = expected;
    this.came = came;
  }

  public String expected() {
    return expected;
  }

  public String came() {
    return came;
  }
}
