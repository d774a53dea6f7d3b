package dev.pixstream.server.console;

import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.server.console.text.Texts;
import dev.pixstream.server.http.HttpApi;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Dead letters: a list to filter, and what is done with many of them, step by step. */
public final class DeadLetterPage {
  private final Console console;

  public DeadLetterPage(Console console) {
    this.console = console;
  }

  /** The page. */
  public void show(RoutingContext context) {
    var fields = console.query(context, "ispb", "from", "to", "after");
    var filter = LetterFilter.of(fields);
    HttpApi.onContext(
        context,
        letters().list(filter.query(LetterFilter.PAGE_ROWS)),
        page ->
            console.page(context, "dead", "console/dead", Map.of("filter", filter, "page", page)));
  }

  /**
   * One step of an action on several, and the order for the next one: the browser sends it, so a
   * page that is closed stops the work between two steps.
   */
  public void act(RoutingContext context) {
    console.noQuery(context);
    var work = LetterWork.of(context.request().formAttributes());
    HttpApi.onContext(
        context,
        work.step(letters()),
        done -> {
          var texts = new Texts(Visit.of(context).language());
          console.html(
              context, () -> console.part("console/progress", texts, Map.of("work", done)));
        });
  }

  private DeadLetters letters() {
    return console.stores().letters();
  }
}
