package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.server.console.text.Texts;
import dev.pixstream.server.http.HttpApi;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message: found by its endToEndId, its life, its payload. */
public final class MessagePage {
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.pixstream.audit");
  private static final int LANES_MAX = 20;

  private final Console console;

  public MessagePage(Console console) {
    this.console = console;
  }

  /** The search, with the lanes in which the message was found; one leads straight to it. */
  public void search(RoutingContext context) {
    var asked = console.query(context, "id").text("id").orElse("");
    var id = EndToEndId.parse(asked).map(EndToEndId::key);
    if (id.isEmpty()) {
      answer(context, asked, List.of(), asked.isEmpty() ? "" : "message.form");
      return;
    }
    var only = Visit.of(context).onlyLane();
    HttpApi.onContext(
        context,
        console.stores().timelines().lanesOf(id.get(), LANES_MAX),
        found -> {
          var lanes =
              found.stream().filter(lane -> only.isEmpty() || only.get().equals(lane)).toList();
          if (lanes.size() == 1) {
            context
                .response()
                .setStatusCode(303)
                .putHeader("Location", path(lanes.getFirst(), id.get()))
                .end();
          } else {
            answer(context, asked, lanes, lanes.isEmpty() ? "message.none" : "message.several");
          }
        });
  }

  /** Its life. */
  public void show(RoutingContext context) {
    var _ = console.query(context);
    var lane = HttpApi.lane(context);
    find(
        context,
        lane,
        (id, history) ->
            HttpApi.onContext(
                context,
                console.stores().timelines().timeline(lane, id),
                steps -> {
                  Map<String, Object> parameters = new HashMap<>();
                  parameters.put("ispb", lane.value());
                  parameters.put("id", id.value());
                  parameters.put("sequence", history.sequence());
                  parameters.put("steps", TimelineRow.of(steps, Instant.now()));
                  parameters.put("notes", Visit.of(context).isAdmin());
                  parameters.put("payload", console.format().pretty(history.payload(), true));
                  console.page(context, "message", "console/message", parameters);
                }));
  }

  /** Its payload as it is. Who asked is noted. */
  public void unmask(RoutingContext context) {
    console.noQuery(context);
    var lane = HttpApi.lane(context);
    find(
        context,
        lane,
        (id, history) -> {
          var visit = Visit.of(context);
          AUDIT
              .atInfo()
              .addKeyValue("caller", visit.caller().name())
              .addKeyValue("ispb", lane.value())
              .addKeyValue("endToEndId", id.value())
              .log("Payload unmasked");
          console.html(
              context,
              () ->
                  console.part(
                      "console/payload",
                      new Texts(visit.language()),
                      Map.of(
                          "payload",
                          console.format().pretty(history.payload(), false),
                          "masked",
                          false)));
        });
  }

  private interface Next {
    void accept(MessageKey id, MessageHistory history);
  }

  private void find(RoutingContext context, LaneId lane, Next next) {
    var id = EndToEndId.parse(context.pathParam("endToEndId")).map(EndToEndId::key);
    if (id.isEmpty()) {
      answer(context, context.pathParam("endToEndId"), List.of(), "message.form");
      return;
    }
    HttpApi.onContext(
        context,
        console.stores().log().find(lane, id.get()),
        found -> {
          if (found.isPresent()) {
            next.accept(id.get(), found.get());
          } else {
            answer(context, id.get().value(), List.of(), "message.none");
          }
        });
  }

  private void answer(RoutingContext context, String asked, List<LaneId> lanes, String words) {
    if (words.equals("message.none")) {
      context.response().setStatusCode(404);
    }
    console.page(
        context,
        "message",
        "console/messages",
        Map.of("asked", asked, "lanes", lanes, "words", words));
  }

  /** Where a message is shown. */
  public static String path(LaneId lane, MessageKey id) {
    return "/console/messages/" + lane.value() + "/" + id.value();
  }
}
