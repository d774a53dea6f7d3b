package dev.pixstream.server.crash;

import java.io.IOException;

/** A collector as a process: opens a stream, says which path confirms its batch, and holds it. */
final class CollectorMain {
  private CollectorMain() {}

  /** Arguments: port and lane. */
  public static void main(String[] arguments) throws IOException {
    try (var wire = new Wire(Integer.parseInt(arguments[0]))) {
      var reply = wire.get("/api/pix/" + arguments[1] + "/stream/start");
      System.out.println(reply.pullNext() + " " + String.join(",", Receipt.idsIn(reply.body())));
      while (System.in.read() >= 0) {
        // It holds its batch until it is killed, or its parent is gone.
      }
    }
  }
}
