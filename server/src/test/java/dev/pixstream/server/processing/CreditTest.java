package dev.pixstream.server.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.Credit;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.pix.Party;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.core.pix.TipoConta;
import dev.pixstream.server.dialect.json.JsonFormat;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the ledger reads of a message is what was stored. */
class CreditTest {
  private static final Ispb ISPB = new Ispb("00000000");
  private static final List<String> TEXTS =
      List.of(
          "1",
          "a\"b",
          "\\",
          "\\\"",
          "\"recebedor\":{",
          "},\"recebedor\":{\"nome\":\"x",
          "é😊",
          "\\u0041");
  private static final List<String> VALORES =
      List.of("0.01", "0.10", "1.00", "90.20", "123456789.09", "9999999999999.99");

  private final MessageGenerator generator =
      new MessageGenerator(new SplittableRandom(7), InstantSource.system());
  private final PixMessageJson json = new PixMessageJson();
  private final JsonFormat format = new JsonFormat();

  @Test
  @Tag("processing.8")
  void generated_messages_are_read_exactly() {
    for (int i = 0; i < 10_000; i++) {
      readsExactly(generator.next(ISPB));
    }
  }

  @Test
  @Tag("processing.8")
  void texts_that_look_like_json_are_read_exactly() {
    for (var text : TEXTS) {
      for (var valor : VALORES) {
        var plain = generator.next(ISPB);
        var party = new Party(text, "98716278190", ISPB, text, text + "2", TipoConta.SLRY);
        readsExactly(
            new PixMessage(
                plain.endToEndId(),
                new BigDecimal(valor),
                party,
                party,
                text,
                text,
                plain.dataHoraPagamento()));
      }
    }
  }

  @Test
  void anything_else_is_refused_for_good() {
    var bytes = json.write(generator.next(ISPB));
    for (int length = 0; length < bytes.length - 200; length += 7) {
      var cut = Arrays.copyOf(bytes, length);
      assertEquals(Optional.empty(), format.credit(new Payload(cut)));
    }
  }

  private void readsExactly(PixMessage message) {
    var credit = format.credit(new Payload(json.write(message)));
    var recebedor = message.recebedor();
    assertEquals(
        Optional.of(
            new Credit(
                recebedor.agencia(),
                recebedor.contaTransacional(),
                recebedor.tipoConta().name(),
                message.valor().movePointRight(2).longValueExact())),
        credit);
  }
}
