package dev.pixstream.check;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A request that was sent. Its response is read as it comes. */
final class Pending {
  private final Socket socket;
  private final Duration patience;
  private final CompletableFuture<Response> response = new CompletableFuture<>();

  private Pending(Socket socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /**
   * Reads what comes on a connection.
   *
   * @param place whose prefix is taken from each Pull-Next
   */
  static Pending on(Socket socket, Duration patience, Place place, Consumer<Response> onResponse) {
    var pending = new Pending(socket, patience);
    long sentNanos = System.nanoTime();
    Thread.ofVirtual().start(() -> pending.read(sentNanos, place, onResponse));
    return pending;
  }

  private void read(long sentNanos, Place place, Consumer<Response> onResponse) {
    try (socket) {
      var read = new ResponseReader(socket.getInputStream()).read(sentNanos).served(place);
      onResponse.accept(read);
      response.complete(read);
    } catch (IOException | RuntimeException e) {
      response.completeExceptionally(e);
    }
  }

  /** The response, as soon as it comes. */
  Response await() throws IOException, InterruptedException {
    return await(patience);
  }

  /**
   * The response, as soon as it comes.
   *
   * @throws Unmet if none comes in that time
   */
  Response await(Duration within) throws IOException, InterruptedException {
    try {
      return response.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      abandon();
      throw new Unmet("a response within " + within.toMillis() + " ms", "none");
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  /** Whether the response comes in that time. */
  boolean answersWithin(Duration time) throws InterruptedException {
    try {
      response.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      return true;
    }
  }

  /** Closes the connection, as a client does that dies. */
  void abandon() throws IOException {
    socket.close();
  }
}
