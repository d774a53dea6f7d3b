package dev.pixstream.server.connections;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/** What a connection is sent: it is measured, and nothing large is written where all is full. */
final class Outlet extends ChannelOutboundHandlerAdapter {
  /** Refusals and health are smaller. */
  private static final int SMALL_BYTES = 1_024;

  private final Meter meter;

  Outlet(Meter meter) {
    this.meter = meter;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (meter.isFull() && (meter.unsent() > 0 || isLarge(message))) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      var _ = context.close();
      return;
    }
    var _ = context.write(message, promise);
    if (message instanceof LastHttpContent && !isInterim(message)) {
      meter.answered();
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    measure(context);
  }

  /** What the socket takes later it takes without a word to this handler. */
  void measure(ChannelHandlerContext context) {
    var waiting = context.channel().unsafe().outboundBuffer();
    meter.unsent(waiting == null ? 0 : waiting.totalPendingWriteBytes());
  }

  private static boolean isLarge(Object message) {
    return message instanceof ByteBufHolder holder
        && holder.content().readableBytes() > SMALL_BYTES;
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response && response.status().code() < 200;
  }
}
