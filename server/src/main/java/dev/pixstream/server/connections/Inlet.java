package dev.pixstream.server.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/** The decoder of requests, which tells what it keeps of a head until it is complete. */
final class Inlet extends VertxHttpRequestDecoder {
  static final int HEADERS_MAX = 100;

  /** Requests that a client may send before it has the answer to the first. */
  static final int PIPELINED_MAX = 128;

  /** What a line of a head costs beside its characters, once it is a header among others. */
  private static final int LINE_BYTES = 256;

  /** Heads up to this are part of what a connection costs anyway. */
  private static final int SMALL_HEAD_BYTES = 2_048;

  private final Meter meter;
  private boolean inHead;
  private boolean inBody;
  private boolean began;
  private int headBytes;
  private int lines;

  Inlet(HttpServerOptions options, Meter meter) {
    super(options);
    this.meter = meter;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (inBody || !(message instanceof ByteBuf bytes)) {
      super.channelRead(context, message);
      return;
    }
    int size = bytes.readableBytes();
    int more = endsHead(bytes) ? 0 : lines(bytes);
    began = false;
    super.channelRead(context, message);
    headBytes = inHead && !began ? headBytes + size : size;
    lines = inHead && !began ? lines + more : more;
    measure(context);
  }

  private void measure(ChannelHandlerContext context) {
    int left = inBody ? 0 : internalBuffer().capacity();
    if (inHead || left > 0) {
      meter.heads(2L * Math.max(headBytes, left) + (long) lines * LINE_BYTES);
      if (meter.isFull()) {
        var _ = context.close();
      }
    } else if (headBytes > SMALL_HEAD_BYTES && !inBody) {
      meter.heads(2L * headBytes);
    } else {
      meter.heads(0);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(context, buffer, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpRequest request) {
        began(context, request);
      }
      if (out.get(i) instanceof LastHttpContent) {
        inBody = false;
      }
    }
  }

  private void began(ChannelHandlerContext context, HttpRequest request) {
    began = true;
    inHead = false;
    inBody = true;
    if (count(request) > HEADERS_MAX) {
      request.headers().clear();
      request.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException()));
    }
    if (meter.began() > PIPELINED_MAX) {
      var _ = context.close();
    }
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    inHead = true;
    return super.createMessage(initialLine);
  }

  private static int count(HttpRequest request) {
    int count = 0;
    for (var headers = request.headers().iteratorCharSequence(); headers.hasNext(); ) {
      headers.next();
      count++;
    }
    return count;
  }

  private static boolean endsHead(ByteBuf bytes) {
    int end = bytes.writerIndex();
    return bytes.readableBytes() >= 4 && bytes.getInt(end - 4) == 0x0D0A0D0A;
  }

  private static int lines(ByteBuf bytes) {
    int lines = 0;
    for (int at = next(bytes, bytes.readerIndex()); at >= 0; at = next(bytes, at + 1)) {
      lines++;
    }
    return lines;
  }

  private static int next(ByteBuf bytes, int from) {
    return bytes.indexOf(from, bytes.writerIndex(), (byte) '\n');
  }
}
