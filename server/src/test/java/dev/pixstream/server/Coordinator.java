package dev.pixstream.server;

/** Who has the streams and claims of the nodes that a test starts. */
public enum Coordinator {
  POSTGRES,
  REDIS
}
