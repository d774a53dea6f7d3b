package dev.pixstream.example;

import dev.pixstream.client.Accept;
import dev.pixstream.client.PixCollector;
import java.net.URI;

/** Collects the payments of one institution and has them credited. */
public final class CreditCollector {
  private CreditCollector() {}

  /**
   * Starts to collect, with three streams side by side. Closing what it returns ends it.
   *
   * @param server such as {@code http://127.0.0.1:8080}
   * @param ispb the institution's 8 characters
   */
  public static PixCollector start(URI server, String ispb, Credits credits) {
    return PixCollector.builder(server)
        .ispb(ispb)
        .collectors(3)
        .accept(Accept.MULTIPART)
        .handler(credits)
        .start();
  }

  /** Collects until Ctrl-C: the server's address, then the ISPB. */
  public static void main(String[] args) throws InterruptedException {
    var credits = new Credits(id -> System.out.println("credited " + id));
    try (var collector = start(URI.create(args[0]), args[1], credits)) {
      collector.await();
    }
  }
}
