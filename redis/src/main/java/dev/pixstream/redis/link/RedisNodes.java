package dev.pixstream.redis.link;

import dev.pixstream.core.store.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The one Redis, or the masters of a cluster, each with a connection of its own; it knows which of
 * them has which key.
 */
public final class RedisNodes {
  private static final int MOVES_MAX = 5;

  private final Vertx vertx;
  private final RedisConnector connector;
  private final RedisLink first;
  private final Map<RedisAddress, RedisLink> links = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<RedisLink> slots = new AtomicReferenceArray<>(Slots.COUNT);
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile Consumer<RedisAddress> lost = address -> {};
  private volatile boolean cluster;
  private volatile boolean closed;

  public RedisNodes(Vertx vertx, RedisUrl url) {
    this.vertx = vertx;
    this.connector = new RedisConnector(vertx, url);
    this.first = link(url.addresses());
    if (url.addresses().size() == 1) {
      links.put(url.addresses().getFirst(), first);
    }
  }

  /** The first that answers tells whether there are more. */
  public Future<RedisFacts> connect() {
    return first
        .connect()
        .compose(
            facts -> {
              cluster = facts.cluster();
              return cluster ? learn(first).map(facts) : Future.succeededFuture(facts);
            });
  }

  private RedisLink link(RedisAddress address) {
    return links.computeIfAbsent(address, at -> link(List.of(at)));
  }

  private RedisLink link(List<RedisAddress> addresses) {
    return new RedisLink(vertx, connector, addresses, at -> lost.accept(at));
  }

  /** The connection to who has this key; it may have none at the moment. */
  public RedisLink of(String key) {
    if (!cluster) {
      return first;
    }
    var link = slots.get(Slots.of(key));
    return link == null ? first : link;
  }

  public boolean isCluster() {
    return cluster;
  }

  /** How often a connection had to be made anew. */
  public long reconnects() {
    return all().stream().mapToLong(RedisLink::reconnects).sum();
  }

  private Collection<RedisLink> all() {
    var all = new LinkedHashSet<>(links.values());
    all.add(first);
    return all;
  }

  /** All masters that are known. */
  public Collection<RedisLink> masters() {
    if (!cluster) {
      return List.of(first);
    }
    var masters = new LinkedHashSet<RedisLink>();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      var link = slots.get(slot);
      if (link != null) {
        masters.add(link);
      }
    }
    return masters;
  }

  /** Where one may listen: the one Redis, or any node of a cluster, its masters first. */
  List<RedisAddress> addresses() {
    if (!cluster) {
      return List.of(first.address());
    }
    var addresses = new LinkedHashSet<RedisAddress>();
    masters().forEach(link -> addresses.add(link.address()));
    addresses.addAll(connector.url().addresses());
    return List.copyOf(addresses);
  }

  RedisConnector connector() {
    return connector;
  }

  /** Who is told of each address to which a connection is lost. */
  void onLost(Consumer<RedisAddress> listener) {
    lost = listener;
  }

  /**
   * Sends a request without a key, which any node of a cluster may answer: to who would have this
   * key, or to another while that one is away.
   */
  Future<Response> sendToAny(String key, Request request) {
    var own = of(key);
    var link =
        own.facts().isPresent()
            ? own
            : masters().stream().filter(other -> other.facts().isPresent()).findFirst().orElse(own);
    return follow(link, key, request, 0);
  }

  /**
   * Sends a request to who has this key, and follows it when the key has moved. Fails with {@link
   * StoreUnavailableException}, or with what Redis has against the request.
   */
  public Future<Response> send(String key, Request request) {
    return follow(of(key), key, request, 0);
  }

  private Future<Response> follow(RedisLink link, String key, Request request, int moves) {
    return link.send(request).recover(failure -> moved(link, failure, key, request, moves));
  }

  private Future<Response> moved(
      RedisLink link, Throwable failure, String key, Request request, int moves) {
    var text = String.valueOf(failure.getMessage());
    if (moves < MOVES_MAX && (text.startsWith("MOVED ") || text.startsWith("ASK "))) {
      var words = text.split(" ", -1);
      var to = link(RedisAddress.ofNode(words[2], link.address()));
      if (text.startsWith("ASK ")) {
        return connected(to)
            .compose(facts -> to.sendAll(List.of(Request.cmd(Command.ASKING), request)))
            .map(answers -> answers.get(1));
      }
      slots.set(Integer.parseInt(words[1]), to);
      return connected(to).compose(facts -> follow(to, key, request, moves + 1));
    }
    if (cluster && failure instanceof StoreUnavailableException) {
      refresh();
    }
    return Future.failedFuture(failure);
  }

  private static Future<RedisFacts> connected(RedisLink link) {
    return link.connect();
  }

  /** Asks the others who has what, in the background. */
  private void refresh() {
    if (!closed && refreshing.compareAndSet(false, true)) {
      refresh(new ArrayList<>(all()))
          .onComplete((done, failure) -> vertx.setTimer(100, timer -> refreshing.set(false)));
    }
  }

  private Future<Void> refresh(List<RedisLink> left) {
    if (left.isEmpty()) {
      return Future.failedFuture("nobody answers");
    }
    return learn(left.removeLast()).recover(failure -> refresh(left));
  }

  private Future<Void> learn(RedisLink link) {
    return link.send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
        .compose(
            answer -> {
              var connects = new ArrayList<Future<RedisFacts>>();
              for (var range : answer) {
                var node = range.get(2);
                var owner = link(address(node, link));
                for (int slot = range.get(0).toInteger();
                    slot <= range.get(1).toInteger();
                    slot++) {
                  slots.set(slot, owner);
                }
                connects.add(connected(owner));
              }
              // One that is away is connected to when it is back; the others are of use meanwhile.
              return Future.join(connects).<Void>mapEmpty().otherwiseEmpty();
            });
  }

  /** A node that does not know its own name means the address at which it was asked. */
  private static RedisAddress address(Response node, RedisLink asked) {
    var host = node.get(0) == null ? "" : node.get(0).toString();
    return new RedisAddress(
        host.isEmpty() || host.equals("?") ? asked.address().host() : host,
        node.get(1).toInteger());
  }

  public Future<Void> close() {
    closed = true;
    return Future.join(all().stream().map(RedisLink::close).toList()).mapEmpty();
  }
}
