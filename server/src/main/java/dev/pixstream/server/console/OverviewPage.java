package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.server.console.live.ChartHistory;
import dev.pixstream.server.console.live.EventStream;
import dev.pixstream.server.console.live.LaneSnapshot;
import dev.pixstream.server.console.text.Language;
import dev.pixstream.server.console.text.Texts;
import dev.pixstream.server.http.HttpApi;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All lanes, live. */
public final class OverviewPage {
  private final Console console;

  public OverviewPage(Console console) {
    this.console = console;
  }

  /** What everyone with the same question, language and reach sees. */
  private record Key(String part, LaneQuery query, Language language, Optional<LaneId> only) {}

  /** The page. */
  public void show(RoutingContext context) {
    var visit = Visit.of(context);
    var query = query(context);
    HttpApi.onContext(
        context,
        console.sampler().now(Optional.empty()),
        moment ->
            console.page(
                context,
                "overview",
                "console/overview",
                Map.of(
                    "query", query,
                    "table", table(moment, query, visit),
                    "total", moment.row(visit.onlyLane()),
                    "admin", visit.isAdmin(),
                    "trail", console.sampler().trail(visit.onlyLane()),
                    "now", moment.time())));
  }

  /** Its events. */
  public void events(RoutingContext context) {
    var visit = Visit.of(context);
    var query = query(context);
    var texts = new Texts(visit.language());
    new EventStream(
            console.sampler(),
            visit.onlyLane(),
            context.response(),
            Vertx.currentContext(),
            visit.known(),
            moment -> events(moment, query, visit, texts))
        .begin();
  }

  private Map<String, String> events(
      LaneSnapshot moment, LaneQuery query, Visit visit, Texts texts) {
    var only = visit.onlyLane();
    var total = moment.row(only);
    Map<String, String> events = new LinkedHashMap<>();
    events.put(
        "tiles",
        moment.rendered(
            new Key("tiles", query.at(1), visit.language(), only),
            () ->
                console.part("console/tiles", texts, Map.of("row", total, "now", moment.time()))));
    events.put(
        "lanes",
        moment.rendered(
            new Key("lanes", query, visit.language(), only),
            () ->
                console.part(
                    "console/lanes",
                    texts,
                    Map.of("table", table(moment, query, visit), "admin", visit.isAdmin()))));
    events.put("point", ChartHistory.point(moment.time(), total));
    return events;
  }

  private LaneQuery query(RoutingContext context) {
    return LaneQuery.of(console.query(context, "q", "sort", "page"));
  }

  private static LaneTable table(LaneSnapshot moment, LaneQuery query, Visit visit) {
    var rows =
        visit
            .onlyLane()
            .map(
                only ->
                    moment.rows().stream().filter(row -> row.lane().equals(only.value())).toList())
            .orElseGet(moment::rows);
    return query.of(rows);
  }
}
