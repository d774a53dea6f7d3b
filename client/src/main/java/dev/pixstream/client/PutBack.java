package dev.pixstream.client;

/** A handler did not handle a batch because the collector is to stop: no failure. */
final class PutBack extends Exception {

  PutBack() {
    super("the collector stops", null, false, false);
  }
}
