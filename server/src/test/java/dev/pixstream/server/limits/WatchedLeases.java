package dev.pixstream.server.limits;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Real shared buckets whose calls are counted, and can be held up. */
final class WatchedLeases implements TokenLeases {
  private final TokenLeases real;
  private CompletableFuture<Void> open = CompletableFuture.completedFuture(null);
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();
  private int calls;

  WatchedLeases(TokenLeases real) {
    this.real = real;
  }

  @Override
  public synchronized CompletionStage<List<Answer>> settle(LaneId lane, List<Ask> asks) {
    calls++;
    var answer = new CompletableFuture<List<Answer>>();
    var over = new CompletableFuture<Void>();
    underWay.add(over);
    var _ =
        open.thenCompose(opened -> real.settle(lane, asks))
            .whenComplete(
                (answers, failure) -> {
                  // Whoever asked goes on in here.
                  var _ =
                      failure == null
                          ? answer.complete(answers)
                          : answer.completeExceptionally(failure);
                  over.complete(null);
                });
    return answer;
  }

  synchronized int calls() {
    return calls;
  }

  /** No call goes on until they are released. */
  synchronized void hold() {
    open = new CompletableFuture<>();
  }

  void release() {
    CompletableFuture<Void> held;
    synchronized (this) {
      held = open;
    }
    held.complete(null);
  }

  /** Returns when all calls of before are answered, or have failed, and that has been heard. */
  void await() {
    List<CompletableFuture<Void>> all;
    synchronized (this) {
      all = List.copyOf(underWay);
      underWay.clear();
    }
    all.forEach(one -> one.orTimeout(10, TimeUnit.SECONDS).join());
  }
}
