package dev.pixstream.server.console;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.server.console.live.Sampler;
import dev.pixstream.server.console.text.Language;
import dev.pixstream.server.console.text.Texts;
import dev.pixstream.server.console.text.Theme;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** What the pages of one node share. */
public final class Console implements AutoCloseable {
  private final Templates templates = new Templates();
  private final Lazy<Assets> assets = new Lazy<>(Assets::read);
  private final Stores stores;
  private final MessageFormat format;
  private final StreamRules rules;
  private final Sampler sampler;

  /**
   * Where the pages have it all from.
   *
   * @param lanes how lanes stand
   * @param timelines the life of messages
   * @param log payloads
   * @param letters dead letters
   * @param collectors wakes who waits for what a stream gave back
   */
  public record Stores(
      LaneView lanes,
      Timelines timelines,
      MessageLog log,
      DeadLetters letters,
      CollectorService collectors) {}

  /**
   * @param format shows messages
   */
  public Console(
      Stores stores,
      MessageFormat format,
      StreamRules rules,
      ScheduledExecutorService timers,
      Duty.Troubles troubles) {
    this.stores = stores;
    this.format = format;
    this.rules = rules;
    this.sampler = new Sampler(stores.lanes(), timers, troubles);
  }

  /** Read when the first page is asked for, so that a server starts without it. */
  public Assets assets() {
    return assets.get();
  }

  /** Ends the connections of all viewers. */
  @Override
  public void close() {
    sampler.close();
  }

  Stores stores() {
    return stores;
  }

  MessageFormat format() {
    return format;
  }

  StreamRules rules() {
    return rules;
  }

  Sampler sampler() {
    return sampler;
  }

  /**
   * The query of a page.
   *
   * @param names what it may have besides the switches
   * @throws UnreadableException if it has anything else
   */
  Fields query(RoutingContext context, String... names) {
    var known = new HashSet<>(List.of(names));
    known.add(Visit.LANGUAGE_FIELD);
    known.add(Visit.THEME_FIELD);
    var fields = Fields.of(context.queryParams(), Set.of(), known);
    var _ = fields.read(Visit.LANGUAGE_FIELD, Language::of, "language");
    var _ = fields.read(Visit.THEME_FIELD, Theme::of, "theme");
    return fields;
  }

  /** What changes something says it in its path and form alone. */
  void noQuery(RoutingContext context) {
    var _ = Fields.of(context.queryParams(), Set.of(), Set.of());
  }

  /** Says what can't be read, on a page of its own. */
  public void refuse(RoutingContext context, UnreadableException refused) {
    context.response().setStatusCode(400);
    page(context, "refused", "console/refused", Map.of("words", words(context, refused)));
  }

  /** The same for a script, which shows it. */
  public String words(RoutingContext context, UnreadableException refused) {
    return refused.words(new Texts(Visit.of(context).language()));
  }

  /** Renders a part of a page. */
  String part(String template, Texts texts, Map<String, Object> parameters) {
    var all = new HashMap<>(parameters);
    all.put("texts", texts);
    return templates.render(template, all);
  }

  /** Answers with a page; it is rendered off the event loop. */
  void page(
      RoutingContext context, String section, String template, Map<String, Object> parameters) {
    html(
        context,
        () -> {
          var all = new HashMap<>(parameters);
          all.put("shell", shell(context, section));
          return templates.render(template, all);
        });
  }

  /** Answers with what this renders off the event loop. */
  void html(RoutingContext context, Supplier<String> rendering) {
    context
        .vertx()
        .executeBlocking(rendering::get, false)
        .onSuccess(
            html ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(html))
        .onFailure(context::fail);
  }

  Shell shell(RoutingContext context, String section) {
    var visit = Visit.of(context);
    return new Shell(
        new Texts(visit.language()),
        visit.theme(),
        assets(),
        visit.caller(),
        section,
        context.normalizedPath());
  }
}
