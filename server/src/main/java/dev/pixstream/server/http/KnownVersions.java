package dev.pixstream.server.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * A request of another version of HTTP is an invalid one; Vert.x would answer it without a word.
 */
@Sharable
final class KnownVersions extends ChannelInboundHandlerAdapter {
  /** What is wrong with such a request. */
  static final class UnknownVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(HttpVersion version) {
      super(version.text(), null, false, false);
    }
  }

  void watch(HttpConnection connection) {
    if (connection instanceof HttpServerConnection known) {
      var context = known.channelHandlerContext();
      context.pipeline().addBefore(context.name(), KnownVersions.class.getName(), this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && !isKnown(request.protocolVersion())) {
      request.setDecoderResult(
          DecoderResult.failure(new UnknownVersionException(request.protocolVersion())));
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
    context.fireChannelRead(message);
  }

  private static boolean isKnown(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }
}
