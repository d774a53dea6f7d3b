package dev.pixstream.core.pix;

import dev.pixstream.core.model.Ispb;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The contract's example, with one member at a time to be replaced. */
public final class Samples {

  private static final EndToEndId ID = new EndToEndId("E320749862024022119277T3lEBbUM0z");
  public static final Instant TIME = Instant.parse("2022-07-23T19:47:18.108Z");

  private Samples() {}

  public static Party party(String nome, String cpfCnpj, String agencia, String conta) {
    return new Party(nome, cpfCnpj, new Ispb("32074986"), agencia, conta, TipoConta.CACC);
  }

  public static PixMessage withValor(String valor) {
    return message(new BigDecimal(valor), "", "", TIME);
  }

  public static PixMessage withTexts(String campoLivre, String txId) {
    return message(new BigDecimal("90.20"), campoLivre, txId, TIME);
  }

  public static PixMessage withTime(Instant time) {
    return message(new BigDecimal("90.20"), "", "", time);
  }

  /** Texts that no member may hold. */
  static List<String> badTexts() {
    return List.of(
        "x".repeat(141),
        "é".repeat(141),
        "😊".repeat(141),
        "a\u0000b",
        "a\nb",
        "a\tb",
        "a\u007Fb",
        "a\u0085b",
        "a\uD83D",
        "\uDE0Aa",
        "\uDE0A\uD83D");
  }

  private static PixMessage message(BigDecimal valor, String free, String txId, Instant time) {
    var pagador = party("Marcos José", "98716278190", "0001", "1231231");
    var recebedor = party("Flavio José", "77615678291", "0361", "1210098");
    return new PixMessage(ID, valor, pagador, recebedor, free, txId, time);
  }
}
