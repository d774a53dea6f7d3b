package dev.pixstream.cli;

/** Who has the streams and the claims. */
enum CoordinatorKind {
  POSTGRES,
  REDIS
}
