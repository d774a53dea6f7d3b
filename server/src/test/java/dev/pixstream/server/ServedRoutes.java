package dev.pixstream.server;

import dev.pixstream.server.node.PixStreamServer;
import java.util.List;

/** All routes of a server, so that no test of them forgets one. */
public final class ServedRoutes {
  private ServedRoutes() {}

  /** Method and path of each. */
  public static List<String> of(PixStreamServer server) {
    return server.routes();
  }
}
