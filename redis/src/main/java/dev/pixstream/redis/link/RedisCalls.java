package dev.pixstream.redis.link;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/** Runs scripts where their keys are. A Redis that lacks a script is sent its text. */
public final class RedisCalls {
  private final RedisNodes nodes;

  public RedisCalls(RedisNodes nodes) {
    this.nodes = nodes;
  }

  public RedisNodes nodes() {
    return nodes;
  }

  /**
   * One operation, one round trip.
   *
   * @param keys all of one slot
   */
  public Future<Response> run(Script script, List<String> keys, List<String> arguments) {
    return nodes
        .send(keys.getFirst(), evalsha(script, keys, arguments))
        .recover(
            failure ->
                String.valueOf(failure.getMessage()).startsWith("NOSCRIPT")
                    ? nodes.send(
                        keys.getFirst(), request(Command.EVAL, script.source(), keys, arguments))
                    : Future.failedFuture(failure));
  }

  /** A script that Redis knows already, to be sent with others. */
  public static Request evalsha(Script script, List<String> keys, List<String> arguments) {
    return request(Command.EVALSHA, script.sha(), keys, arguments);
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> arguments) {
    var request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    arguments.forEach(request::arg);
    return request;
  }
}
