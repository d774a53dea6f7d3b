package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.ProcessingRecord;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a lane's queue up to the log in PostgreSQL: after a confirmation that another node wrote,
 * or when Redis has lost it or is older. Doing it twice, or on two nodes at once, changes nothing.
 */
final class QueueLog {
  private static final Script RETRY = Script.ofQueue("retry");

  private final QueueCalls calls;
  private final ProcessingRecord record;

  QueueLog(QueueCalls calls, ProcessingRecord record) {
    this.calls = calls;
    this.record = record;
  }

  /** What PostgreSQL says is to be done and the queue does not know, it knows then. */
  Future<Void> catchUp(Ispb ispb) {
    return calls
        .top(ispb)
        .compose(
            top ->
                top >= 0
                    ? pages(ispb, top)
                    : Future.fromCompletionStage(record.adopt(ispb))
                        .compose(adopted -> pages(ispb, top))
                        .compose(made -> retries(ispb)));
  }

  private Future<Void> pages(Ispb ispb, long top) {
    return Future.fromCompletionStage(record.log(ispb, Math.max(0, top)))
        .compose(
            page ->
                calls
                    .publish(ispb, top, page.to(), page.entries(), List.of())
                    .compose(
                        done -> {
                          if (!done) {
                            // Redis has lost it once more.
                            return catchUp(ispb);
                          }
                          return page.more() ? pages(ispb, page.to()) : Future.succeededFuture();
                        }));
  }

  /** The same of messages that are to be retried. */
  Future<Void> retries(Ispb ispb) {
    return retries(ispb, 0);
  }

  private Future<Void> retries(Ispb ispb, long after) {
    return Future.fromCompletionStage(record.retrying(ispb, after))
        .compose(
            retries -> {
              if (retries.isEmpty()) {
                return Future.succeededFuture();
              }
              List<String> arguments = new ArrayList<>();
              for (var retry : retries) {
                arguments.add(Long.toString(retry.seq()));
                arguments.add(Answers.micros(retry.in()));
              }
              var noted = calls.timed(RETRY, ispb, arguments);
              return retries.size() < ProcessingRecord.ROWS_MAX
                  ? noted
                  : noted.compose(done -> retries(ispb, retries.getLast().seq()));
            });
  }
}
