package dev.pixstream.redis;

import dev.pixstream.core.processing.Job;
import java.util.List;

/**
 * What names an attempt of the queue, as text {@code <kind> <place> <secret>}.
 *
 * @param kind a job, or the retry of a single message
 * @param place where the job ends in the lane's log, or the number of the message
 * @param secret fences off whoever had it before
 */
record QueueToken(Kind kind, String place, String secret) {
  /** As the scripts call it. */
  enum Kind {
    JOB("job"),
    RETRY("retry");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  Job.Token token() {
    return new Job.Token(String.join(" ", words()));
  }

  /** As scripts take it. */
  List<String> words() {
    return List.of(kind.word(), place, secret);
  }

  static QueueToken of(Job job) {
    var words = job.token().value().split(" ", 3);
    return new QueueToken(
        words[0].equals(Kind.JOB.word()) ? Kind.JOB : Kind.RETRY, words[1], words[2]);
  }
}
