package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stores messages over HTTP. */
final class Feeder {
  private final MessageGenerator generator;
  private final PixMessageJson json = new PixMessageJson();

  Feeder(long seed) {
    generator = new MessageGenerator(new SplittableRandom(seed), InstantSource.system());
  }

  /** An array of messages for one lane, ready to be sent as often as one likes. */
  record Parcel(String lane, List<String> ids, String body) {
    Reply sendTo(int port) throws IOException {
      try (var wire = new Wire(port)) {
        return wire.post("/api/pix/" + lane + "/messages", body);
      }
    }
  }

  Parcel parcel(String lane, int messages) {
    var ispb = new Ispb(lane);
    var body =
        Stream.generate(() -> generator.next(ispb))
            .limit(messages)
            .map(message -> new String(json.write(message), StandardCharsets.UTF_8))
            .collect(Collectors.joining(",", "[", "]"));
    return new Parcel(lane, Receipt.idsIn(body), body);
  }

  /** Lets a node make messages. */
  static void generate(int port, String lane, int messages) {
    try (var wire = new Wire(port)) {
      var reply = wire.post("/api/util/msgs/" + lane + "/" + messages, "");
      assertEquals(201, reply.status(), reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
