package dev.pixstream.redis.limits;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisCalls;
import dev.pixstream.redis.link.Script;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Token buckets in Redis, those of an institution in one slot. */
public final class RedisTokenLeases implements TokenLeases {
  private static final Script LEASE_TOKENS = Script.alone("lease_tokens");

  private final RedisCalls calls;
  private final Keys keys;

  public RedisTokenLeases(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  @Override
  public CompletionStage<List<Answer>> settle(LaneId lane, List<Ask> asks) {
    List<String> buckets = new ArrayList<>(asks.size());
    List<String> arguments = new ArrayList<>(4 * asks.size());
    for (var ask : asks) {
      buckets.add(keys.tokens(lane, ask.bucket()));
      arguments.add(Long.toString(ask.perSecond()));
      arguments.add(Long.toString(ask.burst()));
      arguments.add(Long.toString(ask.spent()));
      arguments.add(Long.toString(ask.wanted()));
    }
    return calls
        .run(LEASE_TOKENS, buckets, arguments)
        .map(RedisTokenLeases::answers)
        .toCompletionStage();
  }

  private static List<Answer> answers(Response response) {
    List<Answer> answers = new ArrayList<>(response.size() / 2);
    for (int i = 0; i + 1 < response.size(); i += 2) {
      answers.add(new Answer(response.get(i).toLong(), response.get(i + 1).toLong()));
    }
    return answers;
  }
}
