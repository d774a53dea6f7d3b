package dev.pixstream.server.admin;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.DeadLetter;
import dev.pixstream.core.store.queue.DeadLetterHistory;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.queue.DeadLetters.Outcome;
import dev.pixstream.server.json.RawMember;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dead letters as JSON. */
public final class DeadLetterView {
  private static final Pattern PLACE = Pattern.compile("([^-]+)-([0-9]{1,17})-([0-9]{1,18})");

  private DeadLetterView() {}

  /** A page. */
  public static JsonObject of(DeadLetters.Page page) {
    var letters = new JsonArray();
    page.letters().forEach(letter -> letters.add(letter(letter)));
    return new JsonObject()
        .put("deadLetters", letters)
        .put("next", page.next().map(DeadLetterView::text).orElse(null));
  }

  /** One with its message, which is copied in byte for byte, and what was done with it. */
  public static Buffer of(DeadLetterHistory history) {
    var audit = new JsonArray();
    history.audit().forEach(action -> audit.add(action(action)));
    var view =
        letter(history.letter())
            .put("ended", history.letter().ended().map(Instant::toString).orElse(null))
            .put("audit", audit);
    return RawMember.append(view, "message", history.payload());
  }

  /** What became of several. */
  public static JsonObject of(List<Outcome> outcomes) {
    return new JsonObject()
        .put("replayed", Collections.frequency(outcomes, Outcome.DONE))
        .put("unchanged", Collections.frequency(outcomes, Outcome.UNCHANGED))
        .put("discarded", Collections.frequency(outcomes, Outcome.REFUSED))
        .put("unknown", Collections.frequency(outcomes, Outcome.UNKNOWN));
  }

  /** What became of a lane's. */
  public static JsonObject of(DeadLetters.LaneReplay done) {
    return new JsonObject()
        .put("replayed", done.replayed())
        .put("until", done.until().toString())
        .put("more", done.more());
  }

  /** The place that a page told as its end. */
  public static Optional<DeadLetters.Place> place(String text) {
    var parts = PLACE.matcher(text);
    return parts.matches()
        ? LaneId.parse(parts.group(1))
            .map(
                lane ->
                    new DeadLetters.Place(
                        lane,
                        Instant.EPOCH.plus(Long.parseLong(parts.group(2)), ChronoUnit.MICROS),
                        Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /** As {@link #place} reads it. */
  public static String text(DeadLetters.Place place) {
    return String.format(
        Locale.ROOT,
        "%s-%d-%d",
        place.lane(),
        ChronoUnit.MICROS.between(Instant.EPOCH, place.lastFailed()),
        place.sequence());
  }

  private static JsonObject letter(DeadLetter letter) {
    return new JsonObject()
        .put("ispb", letter.lane().value())
        .put("endToEndId", letter.key().value())
        .put("sequence", letter.sequence())
        .put("state", letter.state())
        .put("errorClass", letter.errorClass())
        .put("errorMessage", letter.errorMessage())
        .put("attempts", letter.attempts())
        .put("firstFailed", letter.firstFailed().toString())
        .put("lastFailed", letter.lastFailed().toString());
  }

  private static JsonObject action(DeadLetterHistory.Action action) {
    return new JsonObject()
        .put("action", action.action())
        .put("reason", action.reason().isEmpty() ? null : action.reason())
        .put("errorClass", action.errorClass())
        .put("errorMessage", action.errorMessage())
        .put("attempts", action.attempts())
        .put("acted", action.acted().toString());
  }
}
