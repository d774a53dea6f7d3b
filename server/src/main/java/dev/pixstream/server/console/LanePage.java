package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.view.LaneState;
import dev.pixstream.server.console.live.ChartHistory;
import dev.pixstream.server.console.live.EventStream;
import dev.pixstream.server.console.live.LaneSnapshot;
import dev.pixstream.server.console.live.Strip;
import dev.pixstream.server.console.text.Language;
import dev.pixstream.server.console.text.Texts;
import dev.pixstream.server.http.HttpApi;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One lane, live: its streams with their leases, and its log as a strip. */
public final class LanePage {
  private final Console console;

  public LanePage(Console console) {
    this.console = console;
  }

  private record Key(LaneId lane, Language language, boolean admin) {}

  /** The page. */
  public void show(RoutingContext context) {
    var _ = console.query(context);
    var lane = HttpApi.lane(context);
    HttpApi.onContext(
        context,
        console.sampler().now(Optional.of(lane)),
        moment -> {
          var parameters = parameters(lane, moment, Visit.of(context));
          parameters.put("trail", console.sampler().trail(Optional.of(lane)));
          console.page(context, "overview", "console/lane", parameters);
        });
  }

  /** Its events. */
  public void events(RoutingContext context) {
    var _ = console.query(context);
    var lane = HttpApi.lane(context);
    var visit = Visit.of(context);
    var texts = new Texts(visit.language());
    new EventStream(
            console.sampler(),
            Optional.of(lane),
            context.response(),
            Vertx.currentContext(),
            visit.known(),
            moment -> events(lane, moment, visit, texts))
        .begin();
  }

  /** Ends a stream by hand. */
  public void end(RoutingContext context) {
    console.noQuery(context);
    var lane = HttpApi.lane(context);
    var number = context.pathParam("stream");
    if (!number.matches("[0-9]{1,18}")) {
      throw new UnreadableException("stream", "number");
    }
    long stream = Long.parseLong(number);
    var visit = Visit.of(context);
    HttpApi.onContext(
        context,
        console.stores().lanes().end(lane, stream),
        end -> {
          console.stores().collectors().endedByHand(lane, end);
          var texts = new Texts(visit.language());
          var words =
              end.ended()
                  ? texts.t("stream.ended", stream, texts.n(end.returned().messages()))
                  : texts.t("stream.gone", stream);
          console.html(context, () -> console.part("console/toast", texts, Map.of("words", words)));
        });
  }

  private Map<String, String> events(LaneId lane, LaneSnapshot moment, Visit visit, Texts texts) {
    Map<String, String> events = new LinkedHashMap<>();
    if (moment.detail(lane).isPresent() || moment.state(lane).isEmpty()) {
      events.put(
          "lane",
          moment.rendered(
              new Key(lane, visit.language(), visit.isAdmin()),
              () -> console.part("console/lanelive", texts, parameters(lane, moment, visit))));
    }
    events.put("point", ChartHistory.point(moment.time(), moment.row(Optional.of(lane))));
    return events;
  }

  private Map<String, Object> parameters(LaneId lane, LaneSnapshot moment, Visit visit) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("row", moment.row(Optional.of(lane)));
    parameters.put("now", moment.time());
    parameters.put("admin", visit.isAdmin());
    parameters.put("streams", streams(lane, moment));
    parameters.put("strip", moment.state(lane).flatMap(LanePage::strip));
    return parameters;
  }

  private List<StreamRow> streams(LaneId lane, LaneSnapshot moment) {
    var rows = new ArrayList<StreamRow>();
    moment
        .detail(lane)
        .ifPresent(
            detail ->
                detail
                    .streams()
                    .forEach(
                        stream ->
                            rows.add(
                                StreamRow.of(
                                    rows.size() + 1,
                                    stream,
                                    moment.time(),
                                    console.rules().lease()))));
    return rows;
  }

  private static Optional<Strip> strip(LaneState state) {
    return state
        .detail()
        .filter(detail -> state.stored() > detail.cleaned())
        .map(detail -> Strip.of(state, detail));
  }
}
