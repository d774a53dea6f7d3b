package dev.pixstream.server.connections;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.SocketChannel;

/** A connection from its first moment, before any handshake. */
final class Accepted extends NioSocketChannel {
  private volatile boolean extra;

  Accepted(Channel listener, SocketChannel socket) {
    super(listener, socket);
  }

  /** Whether it came beyond the bound. */
  boolean isExtra() {
    return extra;
  }

  void isExtra(boolean beyond) {
    extra = beyond;
  }
}
