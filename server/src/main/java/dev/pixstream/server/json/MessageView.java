package dev.pixstream.server.json;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.MessageHistory;
import dev.pixstream.core.message.EndToEndId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** One message with its history, as JSON. The message itself is copied in, byte for byte. */
public final class MessageView {
  private MessageView() {}

  /** The view of one message. */
  public static Buffer of(Ispb ispb, EndToEndId endToEndId, MessageHistory history) {
    var deliveries = new JsonArray();
    history.deliveries().forEach(delivery -> deliveries.add(delivery(delivery)));
    var view =
        new JsonObject()
            .put("ispb", ispb.value())
            .put("endToEndId", endToEndId.value())
            .put("sequence", history.sequence())
            .put("received", history.received().toString())
            .put("deliveries", deliveries)
            .putNull("processed")
            .toBuffer();
    return view.slice(0, view.length() - 1)
        .copy()
        .appendString(",\"message\":")
        .appendBytes(history.payload().bytes())
        .appendString("}");
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
