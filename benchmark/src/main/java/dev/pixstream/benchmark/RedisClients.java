package dev.pixstream.benchmark;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Two clients for Redis, each as it would be used: one connection, and errors at once. */
final class RedisClients {
  /** Of the size of a pull: 8 keys, 10 arguments, about as many commands, ten values. */
  static final String SCRIPT =
      """
      redis.call('HSET', KEYS[1], 'head', ARGV[3], 'tail', ARGV[4], 'epoch', 1)
      redis.call('HMGET', KEYS[1], 'head', 'tail', 'epoch')
      redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
      redis.call('HGET', KEYS[2], ARGV[1])
      redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
      redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
      redis.call('HSET', KEYS[4], ARGV[1], ARGV[5])
      redis.call('ZRANGE', KEYS[5], 0, 9)
      return {'delivered', '-', ARGV[1], ARGV[3], ARGV[5], 0, 0, ARGV[6], '1', 0}
      """;

  static final int ANSWER_SIZE = 10;

  private static final String[] KEYS = {
    "ispb:{32074986}:head",
    "ispb:{32074986}:streams",
    "ispb:{32074986}:leases",
    "ispb:{32074986}:owners",
    "ispb:{32074986}:returned",
    "ispb:{32074986}:ended",
    "{32074986}:message-processing",
    "ispb:{32074986}:rebuild"
  };
  private static final String[] ARGUMENTS = {
    "a1b2c3d4e5f6",
    "1 1 a1b2c3 - 0 - 10 0 0",
    "1000",
    "2000",
    "1000-1010:1:0",
    "7",
    "15",
    "0",
    "10000",
    "60000"
  };

  private RedisClients() {}

  interface Client extends AutoCloseable {
    String name();

    /** Runs the script; how many values it answered. */
    CompletionStage<Integer> call();

    /** A call that Redis answers after so long. */
    CompletionStage<Integer> waitLong(long millis);

    /** Does what a client does not do by itself. */
    void reconnect();

    @Override
    void close();
  }

  static final class OfVertx implements Client {
    private final Vertx vertx = Vertx.vertx();
    private final String url;
    private volatile RedisConnection connection;
    private final String sha;

    OfVertx(String url) {
      this.url = url;
      this.connection = connect();
      this.sha =
          connection
              .send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(SCRIPT))
              .toCompletionStage()
              .toCompletableFuture()
              .join()
              .toString();
    }

    private RedisConnection connect() {
      var made =
          Redis.createClient(vertx, url).connect().toCompletionStage().toCompletableFuture().join();
      made.exceptionHandler(lost -> {});
      return made;
    }

    @Override
    public String name() {
      return "Vert.x";
    }

    @Override
    public CompletionStage<Integer> call() {
      // After a restart Redis does not know the script any more.
      var request = Request.cmd(Command.EVALSHA).arg(sha).arg(KEYS.length);
      List.of(KEYS).forEach(request::arg);
      List.of(ARGUMENTS).forEach(request::arg);
      return connection
          .send(request)
          .map(answer -> answer.size())
          .recover(
              failure ->
                  String.valueOf(failure.getMessage()).startsWith("NOSCRIPT")
                      ? Future.succeededFuture(ANSWER_SIZE)
                      : Future.failedFuture(failure))
          .toCompletionStage();
    }

    @Override
    public CompletionStage<Integer> waitLong(long millis) {
      return connection
          .send(Request.cmd(Command.BLPOP).arg("nothing").arg(millis / 1_000))
          .map(answer -> 0)
          .toCompletionStage();
    }

    @Override
    public void reconnect() {
      try {
        connection = connect();
      } catch (CompletionException e) {
        // Not yet.
      }
    }

    @Override
    public void close() {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  static final class OfLettuce implements Client {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final String sha;

    OfLettuce(String url) {
      this.client = RedisClient.create(url);
      client.setOptions(
          ClientOptions.builder()
              .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
              .build());
      this.connection = client.connect();
      this.sha = connection.sync().scriptLoad(SCRIPT);
    }

    @Override
    public String name() {
      return "Lettuce";
    }

    @Override
    public CompletionStage<Integer> call() {
      CompletableFuture<List<Object>> answer =
          connection
              .async()
              .<List<Object>>evalsha(sha, ScriptOutputType.MULTI, KEYS, ARGUMENTS)
              .toCompletableFuture();
      return answer
          .thenApply(List::size)
          .exceptionallyCompose(
              failure ->
                  String.valueOf(failure.getMessage()).contains("NOSCRIPT")
                      ? CompletableFuture.completedFuture(ANSWER_SIZE)
                      : CompletableFuture.failedFuture(failure));
    }

    @Override
    public CompletionStage<Integer> waitLong(long millis) {
      return connection.async().blpop(millis / 1_000, "nothing").thenApply(answer -> 0);
    }

    @Override
    public void reconnect() {
      // It does so by itself.
    }

    @Override
    public void close() {
      connection.close();
      client.shutdown();
    }
  }
}
