package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;

/** Operations on lanes that are there: one that Redis does not have is rebuilt first. */
public final class Lanes {
  private static final int TRIES_MAX = 3;

  private final LaneScripts scripts;
  private final LaneRebuild rebuild;

  public Lanes(LaneScripts scripts, LaneRebuild rebuild) {
    this.scripts = scripts;
    this.rebuild = rebuild;
  }

  Future<Response> run(LaneId lane, Script script, List<String> arguments) {
    return run(lane, script, arguments, 1);
  }

  private Future<Response> run(LaneId lane, Script script, List<String> arguments, int tries) {
    return scripts
        .noting(lane, script, arguments)
        .compose(
            answer -> {
              if (!LaneScripts.mustRebuild(answer)) {
                return Future.succeededFuture(answer);
              }
              return tries == TRIES_MAX
                  ? Future.failedFuture(LaneScripts.lost(lane))
                  : rebuild.rebuild(lane).compose(made -> run(lane, script, arguments, tries + 1));
            });
  }

  /** Like {@link #run}, of a lane that nobody need make: empty if it is not there. */
  public Future<Optional<Response>> runIfThere(LaneId lane, Script script, List<String> arguments) {
    return scripts
        .noting(lane, script, arguments)
        .map(answer -> LaneScripts.mustRebuild(answer) ? Optional.empty() : Optional.of(answer));
  }

  /** PostgreSQL has another epoch of this lane than the one that is here. */
  Future<Void> outdated(LaneId lane, long epoch) {
    return rebuild.rebuild(lane, epoch);
  }
}
