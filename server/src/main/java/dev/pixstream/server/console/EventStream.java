package dev.pixstream.server.console;

import dev.pixstream.core.Ispb;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Server-sent events for one viewer. Who reads too slowly misses samples, and gets a later one
 * whole.
 */
final class EventStream implements Sampler.Viewer {
  private final Sampler sampler;
  private final Optional<Ispb> lane;
  private final HttpServerResponse response;
  private final Context context;
  private final Function<Moment, Map<String, String>> rendering;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * @param rendering the events of a sample: name → content
   */
  EventStream(
      Sampler sampler,
      Optional<Ispb> lane,
      HttpServerResponse response,
      Context context,
      Function<Moment, Map<String, String>> rendering) {
    this.sampler = sampler;
    this.lane = lane;
    this.response = response;
    this.context = context;
    this.rendering = rendering;
  }

  void begin() {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true)
        .closeHandler(closed -> leave())
        .exceptionHandler(failure -> leave());
    response.write("retry: 2000\n\n");
    sampler.add(this);
  }

  @Override
  public Optional<Ispb> lane() {
    return lane;
  }

  @Override
  public void show(Moment moment) {
    context.runOnContext(now -> write(moment));
  }

  @Override
  public void end() {
    context.runOnContext(
        now -> {
          leave();
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }

  private void leave() {
    if (ended.compareAndSet(false, true)) {
      sampler.remove(this);
    }
  }

  private void write(Moment moment) {
    if (response.ended() || response.closed() || response.writeQueueFull()) {
      return;
    }
    var text = new StringBuilder();
    rendering
        .apply(moment)
        .forEach(
            (event, content) ->
                text.append("event: ")
                    .append(event)
                    .append("\ndata: ")
                    .append(content.strip().replace("\n", "\ndata: "))
                    .append("\n\n"));
    response.write(text.toString());
  }
}
