package dev.pixstream.check.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.check.http.Header;
import dev.pixstream.check.http.Shortened;
import java.util.ArrayList;
import java.util.List;

/** One request. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(String method, String path, List<Header> headers, byte[] body) {

  public static Request of(String method, String path) {
    return new Request(method, path, List.of(), new byte[0]);
  }

  public static Request get(String path) {
    return of("GET", path);
  }

  public static Request delete(String path) {
    return of("DELETE", path);
  }

  public static Request postJson(String path, String body) {
    return of("POST", path).with("Content-Type", "application/json").withBody(body.getBytes(UTF_8));
  }

  public Request with(String name, String value) {
    var all = new ArrayList<>(headers);
    all.add(new Header(name, value));
    return new Request(method, path, List.copyOf(all), body);
  }

  public Request accept(String value) {
    return with("Accept", value);
  }

  public Request withBody(byte[] newBody) {
    return new Request(method, path, headers, newBody);
  }

  /** What evidence shows of it. */
  @Override
  public String toString() {
    var text = new StringBuilder(method + " " + path);
    headers.forEach(header -> text.append(" | ").append(header));
    if (body.length > 0) {
      text.append(" | ").append(Shortened.of(body));
    }
    return text.toString();
  }
}
