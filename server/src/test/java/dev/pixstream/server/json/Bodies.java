package dev.pixstream.server.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contract's example, and what the tests do with bodies made of it. */
final class Bodies {

  static final Ispb RECEBEDOR = new Ispb("00000000");

  /** A fixed time, so that one seed gives the same messages every day. */
  static final Instant NOW = Instant.parse("2026-07-23T19:47:18.108Z");

  /** As the contract prints it, on four lines. */
  static final String PRINTED =
      """
      {"endToEndId":"E320749862024022119277T3lEBbUM0z","valor":90.20,
       "pagador":{"nome":"Marcos José","cpfCnpj":"98716278190","ispb":"32074986","agencia":"0001","contaTransacional":"1231231","tipoConta":"CACC"},
       "recebedor":{"nome":"Flavio José","cpfCnpj":"77615678291","ispb":"00000000","agencia":"0361","contaTransacional":"1210098","tipoConta":"SVGS"},
       "campoLivre":"","txId":"h7a786d8a7s6gd1hgs","dataHoraPagamento":"2022-07-23T19:47:18.108Z"}
      """;

  static final String CANONICAL = PRINTED.lines().map(String::strip).collect(Collectors.joining());

  private static final PixMessageJson JSON = new PixMessageJson();

  private Bodies() {}

  /** The example with one part replaced, which must be there. */
  static String with(String part, String replacement) {
    assertTrue(CANONICAL.contains(part), part);
    return CANONICAL.replace(part, replacement);
  }

  /** An array of the example, so many times. */
  static String arrayOf(int count) {
    return Stream.generate(() -> CANONICAL).limit(count).collect(Collectors.joining(",", "[", "]"));
  }

  static List<PixMessage> read(String body) {
    return JSON.read(utf8(body), RECEBEDOR);
  }

  /** What is stored for a body of one message. */
  static String stored(String body) {
    return new String(JSON.write(read(body).getFirst()), StandardCharsets.UTF_8);
  }

  static InvalidBodyException assertRefused(String pointer, String body) {
    return assertRefused(pointer, utf8(body));
  }

  static InvalidBodyException assertRefused(String pointer, byte[] body) {
    var fault = assertThrows(InvalidBodyException.class, () -> JSON.read(body, RECEBEDOR));
    assertEquals(pointer, fault.pointer(), fault.detail());
    assertEquals(null, fault.getCause());
    return fault;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
