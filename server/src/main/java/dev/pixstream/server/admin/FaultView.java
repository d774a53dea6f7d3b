package dev.pixstream.server.admin;

import dev.pixstream.server.faults.Effect;
import dev.pixstream.server.faults.Fault;
import dev.pixstream.server.faults.FaultState;
import dev.pixstream.server.faults.Target;
import dev.pixstream.server.faults.When;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Faults as JSON: as they were ordered, and what became of them. */
public final class FaultView {
  private FaultView() {}

  /** All. */
  public static JsonObject of(List<FaultState> states) {
    var faults = new JsonArray();
    states.forEach(state -> faults.add(one(state)));
    return new JsonObject().put("faults", faults);
  }

  private static JsonObject one(FaultState state) {
    var json = new JsonObject().put("id", state.id());
    order(state.fault(), json);
    return json.put("seed", state.seed())
        .put("seen", state.seen())
        .put("happened", state.happened());
  }

  private static void order(Fault fault, JsonObject json) {
    json.put("fault", fault.effect().text());
    fault.lane().ifPresent(lane -> json.put("ispb", lane.value()));
    fault.stream().ifPresent(stream -> json.put("stream", stream));
    json.put("on", new JsonArray(fault.on().stream().map(Target::text).toList()));
    switch (fault.when()) {
      case When.Always() -> {}
      case When.Probability(var value) -> json.put("probability", value);
      case When.Nth(var value) -> json.put("nth", value);
      case When.Every(var value) -> json.put("every", value);
    }
    fault.times().ifPresent(times -> json.put("times", times));
    switch (fault.effect()) {
      case Effect.Delay(var min, var max) -> json.put("delayMs", min).put("delayMaxMs", max);
      case Effect.Throttled(var seconds) -> json.put("retryAfter", seconds);
      case Effect.Unavailable(var seconds) -> json.put("retryAfter", seconds);
      case Effect.EndedLease(var after) -> json.put("afterMs", after.toMillis());
      case Effect.LostResponse _, Effect.BadGateway _, Effect.CutBody _, Effect.Duplicate _ -> {}
    }
  }
}
