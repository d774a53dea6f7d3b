package dev.pixstream.server.admin;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.server.faults.Effect;
import dev.pixstream.server.faults.Fault;
import dev.pixstream.server.faults.Faults;
import dev.pixstream.server.faults.Target;
import dev.pixstream.server.faults.When;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.json.Members;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the bodies of requests that order faults. */
public final class FaultBody {
  /** What a number of JSON can tell exactly everywhere. */
  private static final long SEED_MAX = (1L << 53) - 1;

  private static final int COUNT_MAX = 1_000_000_000;

  private static final String EFFECTS =
      "delay, throttled, unavailable, lost-response, bad-gateway, cut-body, duplicate or"
          + " ended-lease";

  private static final Set<String> COMMON =
      Set.of("fault", "ispb", "stream", "on", "probability", "nth", "every", "times");

  private FaultBody() {}

  /**
   * A script.
   *
   * @param seed empty: any
   */
  public record Script(OptionalLong seed, List<Fault> faults) {}

  /**
   * The script that the body is.
   *
   * @throws InvalidBodyException if it is none
   */
  public static Script read(byte[] body) {
    var script = Members.of(body);
    script.onlyKnows(Set.of("seed", "faults"));
    var objects = script.objects("faults", Faults.ACTIVE_MAX);
    var faults = new ArrayList<Fault>();
    objects.forEach(one -> faults.add(fault(one)));
    return new Script(script.optionalNumber("seed", 0, SEED_MAX), List.copyOf(faults));
  }

  private static Fault fault(Members json) {
    var effect = effect(json);
    var lane =
        json.has("ispb")
            ? Optional.of(
                LaneId.parse(json.text("ispb"))
                    .orElseThrow(() -> json.fault("ispb", "must be " + LaneId.EXPECTED)))
            : Optional.<LaneId>empty();
    if (json.has("stream") && lane.isEmpty()) {
      throw json.fault("stream", "needs an ispb, whose streams it counts");
    }
    if (json.has("nth") && json.has("times")) {
      throw json.fault("times", "goes without nth, which is once");
    }
    return new Fault(
        effect,
        lane,
        count(json, "stream"),
        targets(json, effect),
        when(json),
        count(json, "times"));
  }

  private static Effect effect(Members json) {
    var name = json.text("fault");
    return switch (name) {
      case "delay" -> {
        knows(json, "delayMs", "delayMaxMs");
        int min = json.number("delayMs", 1, Effect.DELAY_MAX_MS);
        long max = json.optionalNumber("delayMaxMs", min, Effect.DELAY_MAX_MS).orElse(min);
        yield new Effect.Delay(min, (int) max);
      }
      case "throttled" -> new Effect.Throttled(retryAfter(json));
      case "unavailable" -> new Effect.Unavailable(retryAfter(json));
      case "lost-response" -> plain(json, new Effect.LostResponse());
      case "bad-gateway" -> plain(json, new Effect.BadGateway());
      case "cut-body" -> plain(json, new Effect.CutBody());
      case "duplicate" -> plain(json, new Effect.Duplicate());
      case "ended-lease" -> {
        knows(json, "afterMs");
        long after = json.optionalNumber("afterMs", 0, Effect.DELAY_MAX_MS).orElse(0);
        yield new Effect.EndedLease(Duration.ofMillis(after));
      }
      default -> throw json.fault("fault", "must be " + EFFECTS);
    };
  }

  private static Effect plain(Members json, Effect effect) {
    knows(json);
    return effect;
  }

  private static int retryAfter(Members json) {
    knows(json, "retryAfter");
    return (int) json.optionalNumber("retryAfter", 1, Effect.RETRY_AFTER_MAX_S).orElse(1);
  }

  private static void knows(Members json, String... own) {
    var known = new LinkedHashSet<>(COMMON);
    known.addAll(List.of(own));
    json.onlyKnows(known);
  }

  /** To pulls, unless it says so. */
  private static Set<Target> targets(Members json, Effect effect) {
    if (!json.has("on")) {
      return EnumSet.of(Target.PULL);
    }
    var targets = EnumSet.noneOf(Target.class);
    for (var name : json.texts("on")) {
      targets.add(
          Target.parse(name)
              .filter(effect.targets()::contains)
              .orElseThrow(() -> json.fault("on", "must be of " + names(effect.targets()))));
    }
    return targets;
  }

  private static String names(Set<Target> targets) {
    return String.join(", ", targets.stream().map(Target::text).toList());
  }

  private static When when(Members json) {
    var given = new ArrayList<When>();
    if (json.has("probability")) {
      given.add(new When.Probability(json.share("probability")));
    }
    count(json, "nth").ifPresent(nth -> given.add(new When.Nth(nth)));
    count(json, "every").ifPresent(every -> given.add(new When.Every(every)));
    if (given.size() > 1) {
      throw json.fault("", "must have one of probability, nth and every at most");
    }
    return given.isEmpty() ? new When.Always() : given.getFirst();
  }

  private static OptionalInt count(Members json, String name) {
    return json.has(name) ? OptionalInt.of(json.number(name, 1, COUNT_MAX)) : OptionalInt.empty();
  }
}
