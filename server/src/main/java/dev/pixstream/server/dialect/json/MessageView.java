package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageHistory.Processing;
import dev.pixstream.server.json.RawMember;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** One message with its history, as JSON. The message itself is copied in, byte for byte. */
public final class MessageView {
  private MessageView() {}

  /** The view of one message. */
  public static Buffer of(Ispb ispb, MessageKey key, MessageHistory history) {
    var deliveries = new JsonArray();
    history.deliveries().forEach(delivery -> deliveries.add(delivery(delivery)));
    var processing = history.processing();
    var view =
        new JsonObject()
            .put("ispb", ispb.value())
            .put("endToEndId", key.value())
            .put("sequence", history.sequence())
            .put("received", history.received().toString())
            .put("deliveries", deliveries)
            .put(
                "processed",
                processing.flatMap(Processing::processed).map(Instant::toString).orElse(null))
            .put("processing", processing.map(MessageView::processing).orElse(null));
    return RawMember.append(view, "message", history.payload());
  }

  private static JsonObject processing(Processing processing) {
    return new JsonObject()
        .put("state", processing.state())
        .put("attempts", processing.attempts())
        .put("next", processing.next().map(Instant::toString).orElse(null));
  }

  private static JsonObject delivery(MessageHistory.Delivery delivery) {
    return new JsonObject()
        .put("stream", delivery.stream())
        .put("attempt", delivery.attempt())
        .put("leased", delivery.leased().toString())
        .put("leaseUntil", delivery.leaseUntil().toString())
        .put("ended", delivery.ended().map(Object::toString).orElse(null))
        .put("outcome", delivery.outcome());
  }
}
