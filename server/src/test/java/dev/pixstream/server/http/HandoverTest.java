package dev.pixstream.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HandoverTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Handover> made = new CompletableFuture<>();

  @BeforeEach
  void make() {
    var loop = vertx.getOrCreateContext();
    loop.exceptionHandler(thrown::add);
    loop.runOnContext(now -> made.complete(new Handover(vertx)));
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_task_that_throws_strands_none_of_those_that_came_with_it() throws Exception {
    var handover = made.join();
    var others = new CountDownLatch(2);

    vertx
        .createSharedWorkerExecutor("store")
        .executeBlocking(
            () -> {
              handover.execute(others::countDown);
              handover.execute(
                  () -> {
                    throw new IllegalStateException("of one request");
                  });
              handover.execute(others::countDown);
              return true;
            });

    assertTrue(others.await(20, TimeUnit.SECONDS));
    assertEquals("of one request", thrown.getFirst().getMessage());
  }
}
