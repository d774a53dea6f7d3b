package dev.pixstream.benchmark.net;

import dev.pixstream.check.http.ResponseReader;
import dev.pixstream.check.http.ResponseView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One kept connection with one request at a time. It is opened when a request needs it. */
public final class Connection {

  /** Who asks. */
  public interface Owner {
    void answered(ResponseView response, long nowNanos);

    /** The connection broke before the response was whole. */
    void lost(String reason);
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Loop loop;
  private final InetSocketAddress address;
  private final Owner owner;
  private final ResponseReader reader = new ResponseReader();
  private Optional<SelectionKey> key = Optional.empty();
  private ByteBuffer request = NOTHING;
  private boolean opening;
  private boolean asked;
  private long sentNanos;

  public Connection(Loop loop, InetSocketAddress address, Owner owner) {
    this.loop = loop;
    this.address = address;
    this.owner = owner;
  }

  /** When the request under way was written, or the last one. */
  public long sentNanos() {
    return sentNanos;
  }

  /** Whether the request under way is out. */
  public boolean isSent() {
    return asked && key.isPresent() && !opening && !request.hasRemaining();
  }

  public void send(ByteBuffer next) {
    request = next;
    asked = true;
    sentNanos = System.nanoTime();
    if (key.isEmpty()) {
      loop.connect(this);
    } else {
      key.ifPresent(this::write);
    }
  }

  /** Gives up what is under way, and is told nothing of it. */
  public void drop() {
    asked = false;
    request = NOTHING;
    shut();
  }

  /** For the loop: opens it now. */
  void open() {
    if (!asked || key.isPresent()) {
      // Nobody needs it any more.
      loop.connected();
      return;
    }
    opening = true;
    try {
      var channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      key = Optional.of(channel.register(loop.selector(), SelectionKey.OP_CONNECT, this));
      if (channel.connect(address)) {
        key.ifPresent(this::opened);
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  /** For the loop: something can be done. */
  void ready(SelectionKey ready) {
    try {
      if (!ready.isValid()) {
        return;
      }
      if (ready.isConnectable()) {
        ((SocketChannel) ready.channel()).finishConnect();
        opened(ready);
      } else if (ready.isWritable()) {
        write(ready);
      } else if (ready.isReadable()) {
        read(ready);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void opened(SelectionKey opened) {
    opening = false;
    loop.connected();
    opened.interestOps(SelectionKey.OP_READ);
    sentNanos = System.nanoTime();
    write(opened);
  }

  private void write(SelectionKey open) {
    try {
      ((SocketChannel) open.channel()).write(request);
      open.interestOps(
          request.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void read(SelectionKey open) throws IOException {
    int length = loop.read((SocketChannel) open.channel());
    var response = length < 0 ? Optional.of(reader.end()) : reader.add(loop.bytes(), length);
    if (response.isEmpty()) {
      return;
    }
    if (!asked) {
      throw new IOException("a response to nothing");
    }
    long now = System.nanoTime();
    asked = false;
    if (response.get().isLast()) {
      shut();
    }
    owner.answered(response.get(), now);
  }

  private void fail(Exception reason) {
    shut();
    if (asked) {
      asked = false;
      owner.lost(String.valueOf(reason.getMessage()));
    }
  }

  private void shut() {
    if (opening) {
      opening = false;
      loop.connected();
    }
    reader.forget();
    key.ifPresent(
        open -> {
          try {
            open.channel().close();
          } catch (IOException _) {
            // It is gone either way.
          }
        });
    key = Optional.empty();
  }
}
