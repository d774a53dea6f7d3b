package dev.pixstream.check.trial;

import java.util.List;
import java.util.regex.Pattern;

/** What the contract says of a message, held against one that the server made. */
public final class GeneratedMessage {
  private static final String CHARACTERS = "(?:[^\"\\\\]|\\\\.)";
  private static final String TEXT = "\"" + CHARACTERS + "{0,140}\"";
  private static final String FILLED = "\"" + CHARACTERS + "{1,140}\"";
  private static final String PARTY =
      "\\{\"nome\":%1$s,\"cpfCnpj\":\"([0-9]{11}|[0-9A-Z]{12}[0-9]{2})\",\"ispb\":\"([0-9A-Z]{8})\","
              .formatted(FILLED)
          + "\"agencia\":%1$s,\"contaTransacional\":%1$s,\"tipoConta\":\"(?:CACC|SVGS|TRAN|SLRY)\"\\}"
              .formatted(FILLED);
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"endToEndId\":\"E[0-9A-Z]{8}[0-9]{12}[a-zA-Z0-9]{11}\","
              + "\"valor\":(?:0|[1-9][0-9]{0,12})\\.[0-9]{2},"
              + "\"pagador\":"
              + PARTY
              + ",\"recebedor\":"
              + PARTY
              + ",\"campoLivre\":"
              + TEXT
              + ",\"txId\":"
              + TEXT
              + ",\"dataHoraPagamento\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\\.[0-9]+)?Z\"\\}");

  private GeneratedMessage() {}

  public static void check(String json, String ispb) {
    var parts = FORM.matcher(json);
    Expect.that(parts.matches(), "a message in the canonical form", json);
    Expect.same("recebedor.ispb", ispb, parts.group(4));
    for (int group : List.of(1, 3)) {
      var document = parts.group(group);
      Expect.that(hasRightDigits(document), "right check digits", document);
    }
  }

  /** CPF and CNPJ by modulo 11; a letter counts as its ASCII code less 48. */
  public static boolean hasRightDigits(String document) {
    int bodyLength = document.length() - 2;
    int weightMax = document.length() == 11 ? 11 : 9;
    var digits = new StringBuilder(document.substring(0, bodyLength));
    for (int i = 0; i < 2; i++) {
      int sum = 0;
      int weight = 2;
      for (int at = digits.length() - 1; at >= 0; at--) {
        sum += (digits.charAt(at) - '0') * weight;
        weight = weight == weightMax ? 2 : weight + 1;
      }
      digits.append(sum % 11 < 2 ? 0 : 11 - sum % 11);
    }
    return document.contentEquals(digits);
  }
}
