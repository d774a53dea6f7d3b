package dev.pixstream.check;

import dev.pixstream.check.trial.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Set;

/**
 * A message of the reference server.
 *
 * @param content its canonical form, to compare
 * @param sent the form in which it is sent
 */
record ReferenceMessage(String endToEndId, String content, String sent) {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm").withResolverStyle(ResolverStyle.STRICT);
  private static final Set<String> TOP =
      Set.of(
          "endToEndId", "valor", "pagador", "recebedor", "campoLivre", "txId", "dataHoraPagamento");
  private static final List<String> PARTY =
      List.of("nome", "cpfCnpj", "ispb", "agencia", "contaTransacional", "tipoConta");
  private static final BigDecimal VALOR_MAX = new BigDecimal("9999999999999.99");

  /**
   * The message that this value is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ReferenceMessage of(Json value, String ispb, Fault fault) {
    require(value instanceof Json.Members);
    var message = (Json.Members) value;
    require(fault == Fault.TAKES_UNKNOWN_MEMBERS || TOP.containsAll(message.byName().keySet()));
    var id = text(message, "endToEndId");
    require(fault == Fault.TAKES_ANY_ID || isId(id));
    var recebedor = party(message, "recebedor", fault);
    require(fault == Fault.TAKES_ANY_RECEBEDOR || recebedor.contains("\"ispb\":\"" + ispb + "\""));
    var time = text(message, "dataHoraPagamento");
    require(fault == Fault.TAKES_ANY_MEMBER || isTime(time));
    var canonical =
        "{\"endToEndId\":%s,\"valor\":%s,\"pagador\":%s,\"recebedor\":%s,\"campoLivre\":%s,\"txId\":%s,\"dataHoraPagamento\":%s}"
            .formatted(
                Json.quote(id),
                valor(message, fault),
                party(message, "pagador", fault),
                recebedor,
                Json.quote(bounded(text(message, "campoLivre"), fault)),
                Json.quote(bounded(text(message, "txId"), fault)),
                Json.quote(time));
    return switch (fault) {
      case ESCAPES_LETTERS ->
          new ReferenceMessage(id, canonical, canonical.replace("é", "\\u00e9"));
      case KEEPS_WHITE_SPACE -> new ReferenceMessage(id, canonical, value.source());
      default -> new ReferenceMessage(id, canonical, canonical);
    };
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }

  private static String text(Json.Members object, String name) {
    return object.text(name).orElseThrow(IllegalArgumentException::new);
  }

  private static String bounded(String text, Fault fault) {
    require(fault == Fault.TAKES_ANY_MEMBER || text.codePointCount(0, text.length()) <= 140);
    return text;
  }

  private static boolean isId(String id) {
    if (!id.matches("E[0-9A-Z]{8}[0-9]{12}[a-zA-Z0-9]{11}")) {
      return false;
    }
    try {
      var _ = LocalDateTime.parse(id.substring(9, 21), MINUTE);
      return true;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static boolean isTime(String time) {
    try {
      return time.equals(Instant.parse(time).toString());
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static String valor(Json.Members message, Fault fault) {
    require(message.get("valor").orElse(message) instanceof Json.Numeral);
    var source = message.get("valor").orElse(message).source();
    if (fault == Fault.AMOUNT_IS_A_FLOAT) {
      return new BigDecimal(Float.parseFloat(source))
          .setScale(2, java.math.RoundingMode.HALF_UP)
          .toPlainString();
    }
    var valor = new BigDecimal(source);
    if (fault == Fault.TAKES_ANY_AMOUNT) {
      return valor.setScale(2, java.math.RoundingMode.HALF_UP).toPlainString();
    }
    require(valor.signum() > 0 && valor.compareTo(VALOR_MAX) <= 0);
    require(valor.stripTrailingZeros().scale() <= 2);
    return valor.setScale(2).toPlainString();
  }

  private static String party(Json.Members message, String name, Fault fault) {
    if (!(message.byName().get(name) instanceof Json.Members party)) {
      throw new IllegalArgumentException();
    }
    boolean any = fault == Fault.TAKES_ANY_MEMBER;
    require(fault == Fault.TAKES_UNKNOWN_MEMBERS || PARTY.containsAll(party.byName().keySet()));
    require(any || text(party, "cpfCnpj").matches("[0-9]{11}|[0-9A-Z]{12}[0-9]{2}"));
    require(any || text(party, "ispb").matches("[0-9A-Z]{8}"));
    require(any || text(party, "tipoConta").matches("CACC|SVGS|TRAN|SLRY"));
    var out = new StringBuilder();
    for (var member : PARTY) {
      out.append(out.isEmpty() ? "{" : ",").append(Json.quote(member)).append(':');
      out.append(Json.quote(bounded(text(party, member), fault)));
    }
    return out.append('}').toString();
  }
}
