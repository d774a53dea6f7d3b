package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.core.pix.InvalidMessageException;
import dev.pixstream.core.pix.Party;
import dev.pixstream.core.pix.PaymentTime;
import dev.pixstream.core.pix.PixMessage;
import dev.pixstream.core.pix.TipoConta;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** Makes a message of the texts of its leaves, by pointer. All required ones are there. */
record MessageReader(Map<String, String> leaves) {

  /**
   * The message.
   *
   * @throws InvalidMessageException with a pointer relative to the message
   */
  PixMessage read() {
    return new PixMessage(
        new EndToEndId(text("/endToEndId")),
        valor(),
        party("pagador"),
        party("recebedor"),
        text("/campoLivre"),
        text("/txId"),
        time());
  }

  private String text(String pointer) {
    return leaves.getOrDefault(pointer, "");
  }

  private BigDecimal valor() {
    try {
      return new BigDecimal(text("/valor"));
    } catch (NumberFormatException _) {
      // JSON has no bound for exponents, BigDecimal has.
      throw new InvalidMessageException("/valor", "has an exponent beyond all bounds");
    }
  }

  private Instant time() {
    return PaymentTime.parse(text("/dataHoraPagamento"))
        .orElseThrow(() -> expected("/dataHoraPagamento", PaymentTime.EXPECTED));
  }

  private Party party(String name) {
    String at = "/" + name;
    var ispb =
        Ispb.parse(text(at + "/ispb")).orElseThrow(() -> expected(at + "/ispb", Ispb.EXPECTED));
    var tipoConta =
        TipoConta.parse(text(at + "/tipoConta"))
            .orElseThrow(() -> expected(at + "/tipoConta", TipoConta.EXPECTED));
    try {
      return new Party(
          text(at + "/nome"),
          text(at + "/cpfCnpj"),
          ispb,
          text(at + "/agencia"),
          text(at + "/contaTransacional"),
          tipoConta);
    } catch (InvalidMessageException fault) {
      throw fault.under(name);
    }
  }

  private static InvalidMessageException expected(String pointer, String form) {
    return new InvalidMessageException(pointer, "must be " + form);
  }
}
