package dev.pixstream.check.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A response in the array that it was read into. That array is used again: whoever needs the
 * response beyond the next read copies what matters.
 */
public final class ResponseView {
  private final ResponseHead head;
  private final byte[] headBytes;
  private final byte[] bytes;
  private final int bodyFrom;
  private final int bodyTo;

  ResponseView(ResponseHead head, byte[] headBytes, byte[] bytes, int bodyFrom, int bodyTo) {
    this.head = head;
    this.headBytes = headBytes;
    this.bytes = bytes;
    this.bodyFrom = bodyFrom;
    this.bodyTo = bodyTo;
  }

  public int status() {
    return head.status();
  }

  /** Whether the server closes the connection. */
  public boolean isLast() {
    return head.last();
  }

  /** The value of the first header of that name, which is given in lower case. */
  public Optional<String> header(String name) {
    int at = head.headersFrom();
    while (true) {
      int next = Bytes.nextLine(headBytes, at, head.end());
      int lineEnd = Bytes.lineEnd(headBytes, at, next);
      if (lineEnd == at) {
        return Optional.empty();
      }
      int colon = at + name.length();
      if (colon < lineEnd && headBytes[colon] == ':' && Bytes.isName(headBytes, at, colon, name)) {
        return Optional.of(Bytes.text(headBytes, colon + 1, lineEnd));
      }
      at = next;
    }
  }

  /** All headers, in their order. */
  public List<Header> headers() {
    var headers = new ArrayList<Header>();
    for (var line : Bytes.text(headBytes, head.headersFrom(), head.end()).split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    return List.copyOf(headers);
  }

  /** The array that has the body, from {@link #bodyFrom} to {@link #bodyTo}. */
  public byte[] bytes() {
    return bytes;
  }

  public int bodyFrom() {
    return bodyFrom;
  }

  public int bodyTo() {
    return bodyTo;
  }

  /** A copy of the body. */
  public byte[] body() {
    return Arrays.copyOfRange(bytes, bodyFrom, bodyTo);
  }

  /** What people are shown of it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d %s", status(), Shortened.of(body()));
  }
}
