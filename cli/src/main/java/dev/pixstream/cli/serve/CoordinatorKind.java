package dev.pixstream.cli.serve;

/** Who has the streams and the claims. */
public enum CoordinatorKind {
  POSTGRES,
  REDIS
}
