package dev.pixstream.server.connections;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usual transport, in which connections are counted when they are accepted: a server is told of
 * one only after the handshake, and a handshake costs most.
 */
public final class CountingTransport extends NioTransport implements Transport {
  private final Connections connections;

  public CountingTransport(Connections connections) {
    this.connections = connections;
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket ? super.serverChannelFactory(true) : Listener::new;
  }

  private final class Listener extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
      var socket = javaChannel().accept();
      if (socket == null) {
        return 0;
      }
      var connection = new Accepted(this, socket);
      connections.opened(connection);
      var _ = connection.closeFuture().addListener(closed -> connections.closed(connection));
      accepted.add(connection);
      return 1;
    }
  }
}
