package dev.pixstream.postgres.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.pixstream.core.store.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the database's hosts takes writes, the first of them if there are several. A single host
 * is not asked: whichever server answers there is the primary, or will be.
 */
public final class Primary {
  private static final Logger LOG = LoggerFactory.getLogger(Primary.class);
  private static final int ANSWER_WITHIN_MS = 2_000;

  /** How soon all hosts are asked again when none of them took writes. */
  private static final int AGAIN_MS = 200;

  /** A database that is read-only for long is left so often. */
  private static final long LEAVE_MIN_NANOS = MILLISECONDS.toNanos(500);

  private static final long TELL_MIN_NANOS = SECONDS.toNanos(30);

  private final Vertx vertx;
  private final List<PgConnectOptions> hosts;
  private final List<Sessions> sessions = new CopyOnWriteArrayList<>();
  private Optional<Future<Integer>> found = Optional.empty();
  private long leftNanos = System.nanoTime() - TELL_MIN_NANOS;

  public Primary(Vertx vertx, List<PgConnectOptions> hosts) {
    this.vertx = vertx;
    this.hosts = List.copyOf(hosts);
  }

  /** These go along when the primary is another one. */
  Sessions add(Sessions opened) {
    sessions.add(opened);
    return opened;
  }

  /** Its place among the hosts. All have 2 s to answer; fails if none takes writes. */
  synchronized Future<Integer> find() {
    if (hosts.size() == 1) {
      return Future.succeededFuture(0);
    }
    if (found.isEmpty()) {
      var looking = Promise.<Integer>promise();
      found = Optional.of(looking.future());
      look().onFailure(failure -> vertx.setTimer(AGAIN_MS, timer -> forget())).onComplete(looking);
    }
    return found.get();
  }

  /** A connection to it was lost, or could not be made. */
  void lost() {
    if (hosts.size() > 1) {
      forgetFound();
    }
  }

  private synchronized void forget() {
    found = Optional.empty();
  }

  /** One that failed is kept a moment, so that the hosts are not asked over and over. */
  private synchronized void forgetFound() {
    if (found.filter(Future::succeeded).isPresent()) {
      found = Optional.empty();
    }
  }

  /** It takes no writes any more: no connection stays with it. */
  void leave() {
    if (isTimeToLeave()) {
      sessions.forEach(Sessions::renew);
    }
  }

  private synchronized boolean isTimeToLeave() {
    forgetFound();
    long now = System.nanoTime();
    long since = now - leftNanos;
    if (since < LEAVE_MIN_NANOS) {
      return false;
    }
    leftNanos = now;
    if (since >= TELL_MIN_NANOS) {
      LOG.warn("The database takes no writes: its connections are left, the primary is looked for");
    }
    return true;
  }

  /** Asks all at once, so that one that is silent costs the others none of their time. */
  private Future<Integer> look() {
    return first(hosts.stream().map(this::refusal).toList(), new ArrayList<>());
  }

  private Future<Integer> first(List<Future<Optional<String>>> answers, List<String> refusals) {
    int place = refusals.size();
    if (place == hosts.size()) {
      return Future.failedFuture(
          new StoreUnavailableException(
              "None of the database's hosts takes writes: " + String.join(", ", refusals)));
    }
    var host = hosts.get(place);
    return answers
        .get(place)
        .compose(
            refusal -> {
              if (refusal.isEmpty()) {
                return Future.succeededFuture(place);
              }
              refusals.add(host.getHost() + ":" + host.getPort() + " " + refusal.get());
              return first(answers, refusals);
            });
  }

  /** Why a host is not the primary; nothing if it is. */
  private Future<Optional<String>> refusal(PgConnectOptions host) {
    var pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .with(
                new NetClientOptions()
                    .setConnectTimeout(ANSWER_WITHIN_MS)
                    .setReadIdleTimeout(ANSWER_WITHIN_MS)
                    .setIdleTimeoutUnit(MILLISECONDS))
            .connectingTo(host)
            .using(vertx)
            .build();
    return pool.query("SHOW transaction_read_only")
        .execute()
        .map(
            rows ->
                rows.iterator().next().getString(0).equals("off")
                    ? Optional.<String>empty()
                    : Optional.of("is read-only"))
        .timeout(ANSWER_WITHIN_MS, MILLISECONDS)
        .otherwise(failure -> Optional.of("fails: " + failure.getMessage()))
        .eventually(pool::close);
  }
}
