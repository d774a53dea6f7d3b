package dev.pixstream.server.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random damage to valid bodies. The seed is in the test's name: the same one damages the same. */
@Timeout(60)
class BodyFuzzTest {

  private static final int ROUNDS = 5_000;

  private final PixMessageJson json = new PixMessageJson();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @Tag("storing.1")
  void a_damaged_body_is_read_whole_or_refused_without_repeating_personal_data(long seed) {
    var random = new Random(seed);
    var generator = new MessageGenerator(random, InstantSource.fixed(Bodies.NOW));
    var mutation = new Mutation(random);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var messages =
          Stream.generate(() -> generator.next(Bodies.RECEBEDOR))
              .limit(1 + random.nextInt(2))
              .toList();
      byte[] body = array(messages);
      for (int damage = random.nextInt(3); damage >= 0; damage--) {
        body = mutation.apply(body);
      }
      try {
        assertRoundTrip(json.read(body, Bodies.RECEBEDOR));
      } catch (InvalidBodyException fault) {
        refused++;
        assertNothingPersonal(messages, fault);
      }
    }
    assertTrue(refused > ROUNDS / 4 && refused < ROUNDS, "refused " + refused);
  }

  private void assertRoundTrip(List<PixMessage> read) {
    byte[] written = array(read);
    assertEquals(read, json.read(written, Bodies.RECEBEDOR));
  }

  private static void assertNothingPersonal(List<PixMessage> messages, InvalidBodyException fault) {
    String said = fault.toString();
    assertFalse(said.matches("(?s).*[0-9]{9}.*"), said);
    for (var message : messages) {
      assertFalse(said.contains(message.pagador().nome()), said);
      assertFalse(said.contains(message.recebedor().nome()), said);
      assertFalse(said.contains(message.pagador().cpfCnpj()), said);
      assertFalse(said.contains(message.recebedor().cpfCnpj()), said);
    }
  }

  private byte[] array(List<PixMessage> messages) {
    var out = new ByteArrayOutputStream();
    char separator = '[';
    for (var message : messages) {
      out.write(separator);
      out.writeBytes(json.write(message));
      separator = ',';
    }
    out.write(']');
    return out.toByteArray();
  }
}
