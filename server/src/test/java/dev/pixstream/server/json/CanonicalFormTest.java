package dev.pixstream.server.json;

import static dev.pixstream.server.json.Bodies.CANONICAL;
import static dev.pixstream.server.json.Bodies.stored;
import static dev.pixstream.server.json.Bodies.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalFormTest {

  private final PixMessageJson json = new PixMessageJson();

  @Test
  @Tag("representation.1")
  void the_contracts_example_is_stored_as_those_very_bytes_without_white_space() {
    byte[] stored = json.write(Bodies.read(Bodies.PRINTED).getFirst());
    assertArrayEquals(Bodies.utf8(CANONICAL), stored);
  }

  @Test
  @Tag("representation.1")
  void members_in_any_order_and_escaped_text_come_out_the_same() {
    String shuffled =
        """
        { "txId" : "h7a786d8a7s6gd1hgs",
          "dataHoraPagamento" : "2022-07-23T19:47:18.108Z",
          "recebedor" : { "tipoConta":"SVGS", "contaTransacional":"1210098", "agencia":"0361",
            "ispb":"00000000", "cpfCnpj":"77615678291", "nome":"Flavio Jos\\u00e9" },
          "pagador" : { "cpfCnpj":"98716278190", "nome":"Marcos \\u004aos\\u00E9",
            "ispb":"32074986", "agencia":"0001", "contaTransacional":"1231231",
            "tipoConta":"\\u0043ACC" },
          "v\\u0061lor" : 9.02e1,
          "endToEndId" : "E320749862024022119277T3lEBbUM0z" }
        """;
    assertEquals(CANONICAL, stored(shuffled));
  }

  @ParameterizedTest
  @CsvSource({
    "90.2, 90.20",
    "90.200, 90.20",
    "1e2, 100.00",
    "1E+2, 100.00",
    "1e-2, 0.01",
    "5, 5.00",
    "9999999999999.99, 9999999999999.99",
    "0.30, 0.30"
  })
  void valor_is_written_with_two_decimals(String in, String out) {
    assertEquals(with("90.20", out), stored(with("90.20", in)));
  }

  @ParameterizedTest
  @CsvSource({"18.108Z, 18.108Z", "18.1Z, 18.100Z", "18Z, 18.000Z"})
  void the_time_is_written_with_three_digits_of_fraction(String in, String out) {
    assertEquals(with("18.108Z", out), stored(with("18.108Z", in)));
  }

  @Test
  void campo_livre_and_tx_id_are_written_empty_when_absent() {
    String absent = with("\"campoLivre\":\"\",\"txId\":\"h7a786d8a7s6gd1hgs\",", "");
    assertEquals(with("h7a786d8a7s6gd1hgs", ""), stored(absent));
  }

  @Test
  @Tag("representation.1")
  void only_what_json_demands_is_escaped() {
    String hard = "ção € 😊 / <&> ' \u2028 \\\" \\\\";
    String body = with("\"campoLivre\":\"\"", "\"campoLivre\":\"" + hard + "\"");
    assertEquals(body, stored(body));
    assertEquals(body, stored(body.replace("😊", "\\uD83D\\uDE0A").replace("/", "\\/")));
  }

  @Test
  void generated_messages_come_back_as_they_were_and_are_written_the_same_again() {
    var generator = new MessageGenerator(new Random(11), InstantSource.fixed(Bodies.NOW));
    for (int i = 0; i < 2_000; i++) {
      PixMessage message = generator.next(Bodies.RECEBEDOR);
      byte[] written = json.write(message);
      List<PixMessage> read = json.read(written, Bodies.RECEBEDOR);
      assertEquals(List.of(message), read);
      assertArrayEquals(written, json.write(read.getFirst()));
    }
  }
}
