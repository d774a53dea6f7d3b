package dev.pixstream.cli;

/** Who has the streams, the claims and the queue. */
enum CoordinatorKind {
  POSTGRES,
  REDIS
}
