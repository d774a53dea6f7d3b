package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** A collector in the page: it talks to the endpoints that every collector talks to. */
public final class TryPage {
  private final Console console;
  private final boolean generator;
  private final boolean asksWho;

  /**
   * @param generator whether random messages may be stored
   * @param asksWho whether the endpoints need a key
   */
  public TryPage(Console console, boolean generator, boolean asksWho) {
    this.console = console;
    this.generator = generator;
    this.asksWho = asksWho;
  }

  /** The page. */
  public void show(RoutingContext context) {
    var _ = console.query(context);
    var lane = Visit.of(context).onlyLane().map(LaneId::value).orElse("00000000");
    console.page(
        context,
        "try",
        "console/tryit",
        Map.of(
            "ispb", lane,
            "generator", generator,
            "asksWho", asksWho,
            "leaseSeconds", Math.max(1, console.rules().lease().toSeconds())));
  }
}
