package dev.pixstream.client;

import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.util.List;

/** The nodes that serve the same lanes, and the one that this collector asks now. */
final class Nodes {

  private final List<PixServer> servers;
  private int current;

  /**
   * @param servers at least one
   * @param first the place of the one to begin with, so that collectors spread out
   */
  Nodes(List<PixServer> servers, int first) {
    this.servers = List.copyOf(servers);
    this.current = first % servers.size();
  }

  PixServer server() {
    return servers.get(current);
  }

  /** Opens a stream. */
  HttpRequest.Builder start(String ispb) throws UnknownHostException {
    return server().request("/api/pix/" + ispb + "/stream/start");
  }

  /** A Pull-Next at the node asked now: any node knows it (contract, promise 2). */
  HttpRequest.Builder at(String pullNext) throws UnknownHostException {
    for (var answered : servers) {
      var served = answered.served(pullNext);
      if (!served.equals(pullNext)) {
        return server().request(served);
      }
    }
    return server().request(pullNext);
  }

  /** From now on asks the next node. */
  void moveOn() {
    current = (current + 1) % servers.size();
  }
}
