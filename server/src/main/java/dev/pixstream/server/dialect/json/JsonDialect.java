package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.server.dialect.Dialect;
import dev.pixstream.server.faults.Interception;
import dev.pixstream.server.flow.StoreFlow;
import dev.pixstream.server.flow.StreamFlow;
import dev.pixstream.server.http.Body;
import dev.pixstream.server.limits.Traffic;
import io.vertx.ext.web.Router;

/** The JSON contract. */
public final class JsonDialect implements Dialect {
  /** How its messages are stored. */
  public static final MessageFormat FORMAT = new JsonFormat();

  private final StreamRoutes streams;
  private final MessageRoutes messages;
  private final Body body;
  private final boolean generatorOn;

  /**
   * @param generator makes messages on order
   * @param generatorOn whether anybody may order them
   */
  public JsonDialect(
      StreamFlow streaming,
      StoreFlow storing,
      MessageLog log,
      Traffic traffic,
      Body body,
      MessageGenerator generator,
      boolean generatorOn) {
    this.streams = new StreamRoutes(streaming);
    this.messages = new MessageRoutes(storing, log, traffic, generator);
    this.body = body;
    this.generatorOn = generatorOn;
  }

  @Override
  public void addTo(Router router, Interception faults) {
    streams.addTo(router, faults);
    messages.addTo(router, body, generatorOn, faults);
  }
}
