package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.core.store.queue.DeadLetter;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.queue.DeadLetters.Name;
import dev.pixstream.core.store.queue.DeadLetters.Outcome;
import dev.pixstream.server.admin.DeadLetterBody;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An action on several dead letters and how far it is: on those that were marked, or on all that
 * the filter names and that had failed when it began.
 *
 * @param action replay or discard
 * @param reason of a discard
 * @param filter empty: those that were marked
 * @param until what fails later is left alone, so that the work ends
 * @param left marked ones that are still to be done
 * @param done how many are
 * @param refused how many could not be: somebody was faster
 * @param total how many it began with; 0: not known
 */
public record LetterWork(
    String action,
    String reason,
    Optional<LetterFilter> filter,
    Instant until,
    List<Name> left,
    int done,
    int refused,
    int total,
    boolean over) {
  static final int STEP = 20;
  private static final List<String> ACTIONS = List.of("replay", "discard");
  private static final Set<String> FIELDS =
      Set.of(
          "action", "replay", "discard", "all", "ispb", "from", "to", "reason", "until", "done",
          "refused", "total");

  public LetterWork {
    left = List.copyOf(left);
  }

  /**
   * As a form has it.
   *
   * @throws UnreadableException if anything in it can't be read, or it does not say what to do with
   *     which
   */
  static LetterWork of(MultiMap form) {
    var fields = Fields.of(form, Set.of("name"), FIELDS);
    var action = action(fields);
    boolean all = fields.isMarked("all");
    var names = fields.several("name", LetterWork::name, "name");
    var filter = LetterFilter.of(fields);
    if (!all && names.isEmpty()) {
      throw new UnreadableException("name", "marked.some");
    }
    return new LetterWork(
        action,
        fields
            .read("reason", text -> Optional.of(text).filter(DeadLetterBody::isReason), "reason")
            .orElse(""),
        all ? Optional.of(filter) : Optional.empty(),
        Instant.ofEpochMilli(fields.number("until", System.currentTimeMillis())),
        all ? List.of() : names,
        count(fields, "done"),
        count(fields, "refused"),
        all ? 0 : Math.max(count(fields, "total"), names.size()),
        false);
  }

  /** A button says it, or in the next steps a field: one of them, once. */
  private static String action(Fields fields) {
    var said = new ArrayList<String>();
    for (var button : ACTIONS) {
      if (fields.isMarked(button)) {
        said.add(button);
      }
    }
    fields
        .read("action", text -> Optional.of(text).filter(ACTIONS::contains), "action")
        .ifPresent(said::add);
    if (said.size() != 1) {
      throw new UnreadableException("action", "action");
    }
    return said.getFirst();
  }

  private static int count(Fields fields, String name) {
    return (int) Math.min(fields.number(name, 0), Integer.MAX_VALUE);
  }

  /** A discard has to say why. */
  public boolean lacksReason() {
    return action.equals("discard") && reason.isEmpty();
  }

  /** How much is done, of 100; only if the total is known. */
  public int percent() {
    return total == 0 ? 0 : (int) (100L * (done + refused) / total);
  }

  CompletionStage<LetterWork> step(DeadLetters letters) {
    if (lacksReason() || (filter.isEmpty() && left.isEmpty())) {
      return CompletableFuture.completedFuture(after(List.of(), List.of(), true));
    }
    if (filter.isEmpty()) {
      var now = left.subList(0, Math.min(STEP, left.size()));
      var rest = left.subList(now.size(), left.size());
      return act(letters, now).thenApply(outcomes -> after(outcomes, rest, rest.isEmpty()));
    }
    var query = filter.get().query(STEP);
    var to = query.to().filter(given -> given.isBefore(until)).orElse(until);
    return letters
        .list(
            new DeadLetters.Query(
                query.lane(), query.from(), Optional.of(to), Optional.empty(), STEP))
        .thenCompose(
            page -> {
              var names = page.letters().stream().map(LetterWork::name).toList();
              return act(letters, names)
                  .thenApply(
                      outcomes ->
                          after(outcomes, List.of(), page.next().isEmpty() || none(outcomes)));
            });
  }

  private CompletionStage<List<Outcome>> act(DeadLetters letters, List<Name> names) {
    if (names.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    if (action.equals("replay")) {
      return letters.replay(names);
    }
    CompletionStage<List<Outcome>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (var name : names) {
      all =
          all.thenCompose(
              before ->
                  letters
                      .discard(name.lane(), name.key(), reason)
                      .thenApply(
                          outcome -> {
                            before.add(outcome);
                            return before;
                          }));
    }
    return all;
  }

  private LetterWork after(List<Outcome> outcomes, List<Name> rest, boolean ends) {
    int good = (int) outcomes.stream().filter(outcome -> outcome == Outcome.DONE).count();
    return new LetterWork(
        action,
        reason,
        filter,
        until,
        rest,
        done + good,
        refused + outcomes.size() - good,
        total,
        ends);
  }

  private static boolean none(List<Outcome> outcomes) {
    return !outcomes.contains(Outcome.DONE);
  }

  /** As the form has one: {@code ISPB/endToEndId}. */
  private static Optional<Name> name(String text) {
    var parts = text.split("/", 2);
    return parts.length < 2
        ? Optional.empty()
        : LaneId.parse(parts[0])
            .flatMap(lane -> EndToEndId.parse(parts[1]).map(id -> new Name(lane, id.key())));
  }

  private static Name name(DeadLetter letter) {
    return new Name(letter.lane(), letter.key());
  }
}
