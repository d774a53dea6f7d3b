package dev.pixstream.examples;

import dev.pixstream.client.PixPublisher;
import dev.pixstream.client.PixStreamException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The examples of {@link PixPublisher}. */
public final class Publishing {

  private Publishing() {}

  /** Stores messages and says what came of it. */
  public static String publish(URI server, List<String> messages) throws InterruptedException {
    // @start region="publish"
    try (var publisher = new PixPublisher(server, Duration.ofMinutes(1))) {
      var stored = publisher.store("00000000", messages);
      return stored.inserted() + " stored, " + stored.duplicates() + " were there already";
    } catch (PixStreamException e) {
      return "not stored: " + e.getMessage();
    }
    // @end
  }
}
