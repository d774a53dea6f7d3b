package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Job;
import dev.pixstream.core.processing.ProcessingRecord.Message;
import dev.pixstream.core.processing.ProcessingRecord.Span;
import dev.pixstream.core.processing.SeqRange;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What a script has given out.
 *
 * @param from the place in the log before a job's first; of a retry the message before it
 * @param to the place of its last; of a retry the message
 * @param count of a job which attempt it is; of a retry how many did not come to an end
 */
record TakenJob(QueueToken token, Ispb ispb, long from, long to, int count, List<SeqRange> ranges) {

  /** Of an answer of take_lost or take_fresh. */
  static TakenJob job(Ispb ispb, Response job) {
    var to = job.get(2).toString();
    return new TakenJob(
        new QueueToken(QueueToken.Kind.JOB, to, job.get(0).toString()),
        ispb,
        job.get(1).toLong(),
        Long.parseLong(to),
        job.get(3).toInteger(),
        ranges(job.get(4)));
  }

  /** Of an answer of take_due. */
  static TakenJob retry(Ispb ispb, Response retry) {
    var seq = retry.get(1).toString();
    long to = Long.parseLong(seq);
    return new TakenJob(
        new QueueToken(QueueToken.Kind.RETRY, seq, retry.get(0).toString()),
        ispb,
        to - 1,
        to,
        retry.get(2).toInteger(),
        List.of(new SeqRange(to - 1, to)));
  }

  boolean isRetry() {
    return token.kind() == QueueToken.Kind.RETRY;
  }

  Span span() {
    return new Span(ispb, from, to);
  }

  Message message() {
    return new Message(ispb, to);
  }

  Job job() {
    return new Job(token.token(), ispb, ranges, count);
  }

  /**
   * As a job of its own.
   *
   * @param failed how many attempts have failed
   */
  Job retry(int failed) {
    return new Job(token.token(), ispb, ranges, failed + count + 1);
  }

  private static List<SeqRange> ranges(Response bounds) {
    List<SeqRange> ranges = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.size(); i += 2) {
      ranges.add(new SeqRange(bounds.get(i).toLong(), bounds.get(i + 1).toLong()));
    }
    return SeqRange.joined(ranges);
  }
}
