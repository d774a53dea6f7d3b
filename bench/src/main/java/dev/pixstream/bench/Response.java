package dev.pixstream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A response. Its body is part of a larger array that is used again, so it is read at once. */
final class Response {
  private static final int SHOWN = 200;

  private final Head head;
  private final byte[] bytes;
  private final int bodyFrom;
  private final int bodyTo;

  /**
   * What comes before the body.
   *
   * @param pullNext the path, or empty
   * @param retryAfterSeconds 0 if it was not said
   * @param redelivered 0 if it was not said
   * @param last whether the server closes the connection
   */
  record Head(int status, String pullNext, int retryAfterSeconds, int redelivered, boolean last) {}

  Response(Head head, byte[] bytes, int bodyFrom, int bodyTo) {
    this.head = head;
    this.bytes = bytes;
    this.bodyFrom = bodyFrom;
    this.bodyTo = bodyTo;
  }

  Head head() {
    return head;
  }

  int status() {
    return head.status();
  }

  byte[] bytes() {
    return bytes;
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return bodyTo;
  }

  /** The start of its body, for people. */
  String excerpt() {
    return new String(bytes, bodyFrom, Math.min(bodyTo - bodyFrom, SHOWN), UTF_8);
  }
}
