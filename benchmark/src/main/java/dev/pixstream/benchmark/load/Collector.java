package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.measure.Ledger;
import dev.pixstream.benchmark.measure.Measures;
import dev.pixstream.benchmark.net.Connection;
import dev.pixstream.benchmark.net.Loop;
import dev.pixstream.benchmark.result.BenchFailure;
import dev.pixstream.check.http.ResponseView;
import java.net.InetSocketAddress;
import java.util.Locale;

/** One stream that is read as fast as the server answers: each pull confirms the batch before. */
final class Collector implements Connection.Owner {
  private static final byte[] ID = {'"', 'e', 'n', 'd', 'T', 'o', 'E', 'n', 'd', 'I', 'd', '"'};

  private final Loop loop;
  private final Requests requests;
  private final Connection connection;
  private final MessageIds ids;
  private final Ledger ledger;
  private final Measures measures;
  private final String start;
  private final Retry retry = new Retry();
  private String path;
  private int unconfirmed;
  private boolean stopping;
  private boolean stopped;
  private boolean hadAnswer;

  Collector(
      Loop loop,
      InetSocketAddress address,
      Requests requests,
      String ispb,
      MessageIds ids,
      Ledger ledger,
      Measures measures) {
    this.loop = loop;
    this.requests = requests;
    this.connection = new Connection(loop, address, this);
    this.ids = ids;
    this.ledger = ledger;
    this.measures = measures;
    this.start = "/api/pix/" + ispb + "/stream/start";
    this.path = start;
  }

  /** Asks for the next batch. */
  void pull() {
    if (!stopping) {
      connection.send(requests.pull(path));
    }
  }

  /** Whether its first request is out. */
  boolean hasStarted() {
    return hadAnswer || connection.isSent();
  }

  /** Closes its stream; what it has is confirmed by that. */
  void stop() {
    stopping = true;
    connection.drop();
    if (path.equals(start)) {
      stopped = true;
    } else {
      connection.send(requests.close(path));
    }
  }

  boolean hasStopped() {
    return stopped;
  }

  @Override
  public void answered(ResponseView response, long nowNanos) {
    retry.succeeded();
    hadAnswer = true;
    if (stopping) {
      if (response.status() == 200) {
        confirmed(nowNanos);
      }
      stopped = true;
      return;
    }
    switch (response.status()) {
      case 200 -> {
        confirmed(nowNanos);
        receive(response, nowNanos);
        follow(response);
        pull();
      }
      case 204 -> {
        confirmed(nowNanos);
        follow(response);
        pull();
      }
      case 429, 503 -> {
        measures.trouble(response.status() + " to a pull");
        loop.after(retry.asTold(response), this::pull);
      }
      case 404, 409, 410 -> reopen(response);
      default -> throw refused(response);
    }
  }

  private void reopen(ResponseView response) {
    if (path.equals(start)) {
      throw refused(response);
    }
    measures.trouble(response.status() + " to a pull: stream opened anew");
    path = start;
    unconfirmed = 0;
    pull();
  }

  private BenchFailure refused(ResponseView response) {
    return new BenchFailure(String.format(Locale.ROOT, "GET %s was refused: %s", path, response));
  }

  private void follow(ResponseView response) {
    path =
        response
            .header("pull-next")
            .map(requests::served)
            .orElseThrow(
                () ->
                    new BenchFailure(
                        String.format(
                            Locale.ROOT,
                            "a %d to GET %s has no Pull-Next",
                            response.status(),
                            path)));
  }

  private void confirmed(long nowNanos) {
    measures.confirmed(unconfirmed, nowNanos);
    unconfirmed = 0;
  }

  private void receive(ResponseView response, long nowNanos) {
    var bytes = response.bytes();
    int end = response.bodyTo();
    boolean wasThere = false;
    int foreign = 0;
    for (int at = next(bytes, response.bodyFrom(), end); at < end; at = next(bytes, at, end)) {
      long number = ids.read(bytes, at, end);
      wasThere |= ledger.wasStoredBefore(number, connection.sentNanos());
      ledger.received(number, nowNanos);
      unconfirmed++;
      if (number < 0 || number >= ledger.issued()) {
        foreign++;
      }
    }
    measures.batch(unconfirmed, foreign, redelivered(response), nowNanos);
    if (wasThere) {
      measures.pull(nowNanos - connection.sentNanos(), nowNanos);
    }
  }

  private int redelivered(ResponseView response) {
    var said = response.header("redelivered");
    try {
      return said.isEmpty() ? 0 : Integer.parseUnsignedInt(said.get());
    } catch (NumberFormatException _) {
      throw new BenchFailure(
          String.format(
              Locale.ROOT,
              "a %d to GET %s has 'Redelivered: %s', expected a number",
              response.status(),
              path,
              said.get()));
    }
  }

  /** Where the next id starts; the end if there is none. */
  private static int next(byte[] bytes, int from, int end) {
    for (int i = from; i < end - ID.length; i++) {
      if (bytes[i] == '"' && bytes[i + 1] == 'e' && isName(bytes, i)) {
        int at = i + ID.length;
        while (at < end && bytes[at] != '"') {
          at++;
        }
        return Math.min(end, at + 1);
      }
    }
    return end;
  }

  private static boolean isName(byte[] bytes, int from) {
    for (int k = 2; k < ID.length; k++) {
      if (bytes[from + k] != ID[k]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void lost(String reason) {
    if (stopping) {
      stopped = true;
      return;
    }
    measures.trouble("lost while pulling: " + reason);
    loop.after(retry.afterLoss(), this::pull);
  }
}
