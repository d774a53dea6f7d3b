package dev.pixstream.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.json.StrictJson;
import dev.pixstream.server.json.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the bodies of requests about dead letters. */
public final class DeadLetterBody {
  private static final int REASON_MAX = 500;

  private DeadLetterBody() {}

  /** Which dead letters are to be replayed. */
  public sealed interface Replay {
    /** All of an ISPB, or what had failed by then. */
    record Lane(LaneId lane, Optional<Instant> until) implements Replay {}

    /** These, each once. */
    record Messages(List<DeadLetters.Name> names) implements Replay {}
  }

  /**
   * What is to be replayed.
   *
   * @throws InvalidBodyException if the body does not say
   */
  public static Replay replay(byte[] body) {
    var json = StrictJson.object(body);
    if (json.containsKey("messages")) {
      onlyKnows(json, "", Set.of("messages"));
      return new Replay.Messages(names(json.getValue("messages")));
    }
    onlyKnows(json, "", Set.of("ispb", "until"));
    return new Replay.Lane(
        lane(json, ""),
        json.containsKey("until")
            ? Optional.of(
                Times.parse(text(json, "", "until"))
                    .orElseThrow(() -> fault("/until", "must be " + Times.EXPECTED)))
            : Optional.empty());
  }

  /**
   * Why a dead letter is given up.
   *
   * @throws InvalidBodyException if the body does not say
   */
  public static String reason(byte[] body) {
    var json = StrictJson.object(body);
    onlyKnows(json, "", Set.of("reason"));
    var reason = text(json, "", "reason").strip();
    if (!isReason(reason)) {
      throw fault("/reason", "must be 1 to " + REASON_MAX + " characters of text");
    }
    return reason;
  }

  /** Whether this may be kept as a reason. */
  public static boolean isReason(String text) {
    return !text.isEmpty()
        && text.length() <= REASON_MAX
        && text.chars().noneMatch(Character::isISOControl)
        && UTF_8.newEncoder().canEncode(text);
  }

  private static List<DeadLetters.Name> names(Object value) {
    if (!(value instanceof JsonArray array)
        || array.isEmpty()
        || array.size() > DeadLetters.REPLAY_MAX) {
      throw fault("/messages", "must be an array of 1 to " + DeadLetters.REPLAY_MAX);
    }
    var names = new LinkedHashSet<DeadLetters.Name>();
    for (int i = 0; i < array.size(); i++) {
      var base = "/messages/" + i;
      if (!(array.getValue(i) instanceof JsonObject one)) {
        throw fault(base, "must be an object");
      }
      onlyKnows(one, base, Set.of("ispb", "endToEndId"));
      names.add(
          new DeadLetters.Name(
              lane(one, base),
              EndToEndId.parse(text(one, base, "endToEndId"))
                  .map(EndToEndId::key)
                  .orElseThrow(() -> fault(base + "/endToEndId", "must be an endToEndId"))));
    }
    return List.copyOf(names);
  }

  private static void onlyKnows(JsonObject json, String base, Set<String> known) {
    if (!known.containsAll(json.fieldNames())) {
      throw fault(
          base, "has an unknown member; known are " + String.join(", ", new TreeSet<>(known)));
    }
  }

  private static LaneId lane(JsonObject json, String base) {
    return LaneId.parse(text(json, base, "ispb"))
        .orElseThrow(() -> fault(base + "/ispb", "must be " + LaneId.EXPECTED));
  }

  private static String text(JsonObject json, String base, String name) {
    if (!(json.getValue(name) instanceof String text)) {
      throw fault(base + "/" + name, json.containsKey(name) ? "must be a string" : "is missing");
    }
    return text;
  }

  private static InvalidBodyException fault(String pointer, String detail) {
    return new InvalidBodyException(pointer, detail);
  }
}
