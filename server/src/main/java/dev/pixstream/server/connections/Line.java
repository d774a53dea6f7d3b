package dev.pixstream.server.connections;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;

/** A connection beneath HTTP. Used by its event loop alone. */
public final class Line {
  private static final int READ_MIN = 64;
  private static final int READ_FIRST = 1_024;

  /** What is read at once: of a head that is not complete, a buffer of this size may be kept. */
  private static final int READ_MAX = 16_384;

  private final ChannelHandlerContext context;
  private final Meter meter;
  private final Outlet outlet;

  private Line(ChannelHandlerContext context, Meter meter, Outlet outlet) {
    this.context = context;
    this.meter = meter;
    this.outlet = outlet;
  }

  /** Measures a connection from now on; it was made at this moment. */
  public static Line of(HttpConnection connection, HttpServerOptions options, Held held) {
    var context = ((HttpServerConnection) connection).channelHandlerContext();
    var meter = new Meter(held);
    var outlet = new Outlet(meter);
    var pipeline = context.pipeline();
    pipeline.replace("httpDecoder", "httpDecoder", new Inlet(options, meter));
    pipeline.addAfter("httpEncoder", "outlet", outlet);
    context
        .channel()
        .config()
        .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(READ_MIN, READ_FIRST, READ_MAX));
    var _ = context.channel().closeFuture().addListener(closed -> meter.closed());
    return new Line(context, meter, outlet);
  }

  /** Whether it came beyond the bound of connections. */
  public boolean isExtra() {
    return context.channel() instanceof Accepted accepted && accepted.isExtra();
  }

  /** Whether the client takes what it is sent. */
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  /** How long the client alone has kept the node from forgetting something; 0 if it does not. */
  public long keptNanos(long now) {
    outlet.measure(context);
    return meter.waitsForClient() ? meter.unchangedNanos(now) : 0;
  }

  /** The same for a response that it does not take. */
  public long untakenNanos(long now) {
    return meter.unsent() > 0 ? meter.unchangedNanos(now) : 0;
  }

  /**
   * At once. A close through the channel is orderly and waits for the client to take what is still
   * to be written; through the context it passes Vert.x by.
   */
  public void cut() {
    var _ = context.close();
  }
}
