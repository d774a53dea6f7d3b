package dev.pixstream.check.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The requests and responses of one check, in the order in which they were sent. */
public final class Evidence {
  private static final int SHOWN_MAX = 12;

  private final List<String> sent = new ArrayList<>();
  private final List<String> came = new ArrayList<>();

  /** Notes a request, and returns its number. */
  public synchronized int sent(String request) {
    sent.add(request);
    came.add("no response");
    return sent.size() - 1;
  }

  public synchronized void came(int number, String response) {
    came.set(number, response);
  }

  /** The last ones. */
  public synchronized List<String> last() {
    int from = Math.max(0, sent.size() - SHOWN_MAX);
    var lines = new ArrayList<String>();
    if (from > 0) {
      lines.add("(" + from + " requests before)");
    }
    IntStream.range(from, sent.size()).forEach(i -> lines.add(sent.get(i) + " -> " + came.get(i)));
    return List.copyOf(lines);
  }
}
