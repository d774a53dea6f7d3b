package dev.pixstream.check.exchange;

import dev.pixstream.check.http.ResponseReader;
import dev.pixstream.check.http.ServerAddress;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A request that was sent. Its response is read as it comes. */
public final class Pending {
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
   * @param address whose prefix is taken from each Pull-Next
   */
  public static Pending on(
      Socket socket, Duration patience, ServerAddress address, Consumer<Response> onResponse) {
    var pending = new Pending(socket, patience);
    long sentNanos = System.nanoTime();
    Thread.ofVirtual().start(() -> pending.read(sentNanos, address, onResponse));
    return pending;
  }

  private void read(long sentNanos, ServerAddress address, Consumer<Response> onResponse) {
    try (socket) {
      var view = new ResponseReader().read(socket.getInputStream());
      var took = Duration.ofNanos(System.nanoTime() - sentNanos);
      var read = Response.of(view, took).served(address);
      onResponse.accept(read);
      response.complete(read);
    } catch (IOException | RuntimeException e) {
      response.completeExceptionally(e);
    }
  }

  /** The response, as soon as it comes. */
  public Response await() throws IOException, InterruptedException {
    return await(patience);
  }

  /**
   * The response, as soon as it comes.
   *
   * @throws Unmet if none comes in that time
   */
  public Response await(Duration within) throws IOException, InterruptedException {
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
  public boolean answersWithin(Duration time) throws InterruptedException {
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
  public void abandon() throws IOException {
    socket.close();
  }
}
