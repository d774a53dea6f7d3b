package dev.pixstream.postgres.processing;

import dev.pixstream.core.store.queue.Job;

/**
 * What a job's token says to PostgreSQL.
 *
 * @param retry whether the job is a single message that failed before, which is kept elsewhere
 * @param number the token in the store
 */
record PgToken(boolean retry, long number) {
  private static final String JOB = "job-";
  private static final String RETRY = "retry-";

  static PgToken of(Job job) {
    var value = job.token().value();
    boolean retry = value.startsWith(RETRY);
    return new PgToken(retry, Long.parseLong(value.substring((retry ? RETRY : JOB).length())));
  }

  Job.Token token() {
    return new Job.Token((retry ? RETRY : JOB) + number);
  }
}
