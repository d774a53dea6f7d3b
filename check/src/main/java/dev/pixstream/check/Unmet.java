package dev.pixstream.check;

/** Something else came than the contract promises. Ends the check. */
final class Unmet extends RuntimeException {
  private final String expected;
  private final String came;

  Unmet(String expected, String came) {
    super("expected " + expected + ", came " + came);
    this.expected = expected;
    this.came = came;
  }

  String expected() {
    return expected;
  }

  String came() {
    return came;
  }
}
