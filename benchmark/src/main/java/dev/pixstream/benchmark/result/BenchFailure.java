package dev.pixstream.benchmark.result;

/** Why a measurement can't be made, in one line for people. */
public final class BenchFailure extends RuntimeException {

  public BenchFailure(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
