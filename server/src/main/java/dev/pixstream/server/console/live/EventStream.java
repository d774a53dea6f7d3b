package dev.pixstream.server.console.live;

import dev.pixstream.core.model.LaneId;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Server-sent events for one viewer. A viewer that reads too slowly misses samples, and gets a
 * later one whole. It ends when the viewer's credential does, whether there are samples or not.
 */
public final class EventStream implements Sampler.Viewer {
  private static final long LOOK_MS = 2_000;

  private final Sampler sampler;
  private final Optional<LaneId> lane;
  private final HttpServerResponse response;
  private final Context context;
  private final BooleanSupplier known;
  private final Function<LaneSnapshot, Map<String, String>> rendering;
  private long looking;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * @param known whether the viewer may still look
   * @param rendering the events of a sample: name → content
   */
  public EventStream(
      Sampler sampler,
      Optional<LaneId> lane,
      HttpServerResponse response,
      Context context,
      BooleanSupplier known,
      Function<LaneSnapshot, Map<String, String>> rendering) {
    this.sampler = sampler;
    this.lane = lane;
    this.response = response;
    this.context = context;
    this.known = known;
    this.rendering = rendering;
  }

  public void begin() {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true)
        .closeHandler(closed -> leave())
        .exceptionHandler(failure -> leave());
    response.write("retry: 2000\n\n");
    looking = context.owner().setPeriodic(LOOK_MS, now -> look());
    sampler.add(this);
  }

  @Override
  public Optional<LaneId> lane() {
    return lane;
  }

  @Override
  public void show(LaneSnapshot moment) {
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

  private void look() {
    if (!known.getAsBoolean()) {
      end();
    }
  }

  private void leave() {
    if (ended.compareAndSet(false, true)) {
      context.owner().cancelTimer(looking);
      sampler.remove(this);
    }
  }

  private void write(LaneSnapshot moment) {
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
