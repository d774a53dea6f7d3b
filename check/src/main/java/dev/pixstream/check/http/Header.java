package dev.pixstream.check.http;

/** One header line of a request or a response. */
public record Header(String name, String value) {
  @Override
  public String toString() {
    return name + ": " + value;
  }
}
