package dev.pixstream.client;

import java.net.URI;
import java.util.List;

/** The nodes that serve the same lanes, and the one that this collector asks now. */
final class Nodes {

  private final List<URI> servers;
  private int current;

  /**
   * @param servers at least one
   * @param first the place of the one to begin with, so that collectors spread out
   */
  Nodes(List<URI> servers, int first) {
    this.servers = List.copyOf(servers);
    this.current = first % servers.size();
  }

  URI server() {
    return servers.get(current);
  }

  /** Where a stream is opened. */
  URI start(String ispb) {
    return Servers.at(server(), "/api/pix/" + ispb + "/stream/start");
  }

  /** A Pull-Next at the node asked now: any node knows it (contract, promise 2). */
  URI at(String pullNext) {
    return server().resolve(pullNext);
  }

  /** From now on asks the next node. */
  void moveOn() {
    current = (current + 1) % servers.size();
  }
}
