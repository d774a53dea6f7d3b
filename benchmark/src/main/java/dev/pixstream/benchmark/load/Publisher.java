package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.measure.Ledger;
import dev.pixstream.benchmark.measure.Measures;
import dev.pixstream.benchmark.net.Connection;
import dev.pixstream.benchmark.net.Loop;
import dev.pixstream.benchmark.result.BenchFailure;
import dev.pixstream.check.http.ResponseView;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** One connection that stores, again and again until each message is stored. */
final class Publisher implements Connection.Owner {
  private final Loop loop;
  private final Requests requests;
  private final Connection connection;
  private final Ledger ledger;
  private final Measures measures;
  private final Consumer<Publisher> idle;
  private final Retry retry = new Retry();
  private List<Long> numbers = List.of();
  private ByteBuffer request = ByteBuffer.allocate(0);

  Publisher(
      Loop loop,
      InetSocketAddress address,
      Requests requests,
      Ledger ledger,
      Measures measures,
      Consumer<Publisher> idle) {
    this.loop = loop;
    this.requests = requests;
    this.connection = new Connection(loop, address, this);
    this.ledger = ledger;
    this.measures = measures;
    this.idle = idle;
  }

  void store(String ispb, List<Long> messages, byte[] body) {
    numbers = messages;
    request = requests.store(ispb, body);
    send();
  }

  private void send() {
    connection.send(request.rewind());
  }

  @Override
  public void answered(ResponseView response, long nowNanos) {
    retry.succeeded();
    switch (response.status()) {
      case 201 -> {
        measures.storeRequest(nowNanos - connection.sentNanos(), nowNanos);
        numbers.forEach(number -> ledger.stored(number, nowNanos));
        idle.accept(this);
      }
      case 429, 503 -> {
        measures.trouble(response.status() + " while storing");
        loop.after(retry.asTold(response), this::send);
      }
      default -> throw new BenchFailure("storing was refused: " + response);
    }
  }

  @Override
  public void lost(String reason) {
    measures.trouble("lost while storing: " + reason);
    loop.after(retry.afterLoss(), this::send);
  }
}
