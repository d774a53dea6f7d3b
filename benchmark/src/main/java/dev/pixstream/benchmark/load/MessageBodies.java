package dev.pixstream.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The bodies that are stored: about 480 bytes a message, from a few patterns into which only id and
 * lane are written, so that making them costs next to nothing.
 */
final class MessageBodies {
  private static final String ID = "#".repeat(MessageIds.LENGTH);
  private static final String ISPB = "@@@@@@@@";
  private static final List<String> NAMES =
      List.of("Ana Lima", "Marcos José da Conceição", "Comércio de Pães São João Ltda.", "Zoé Sá");
  private static final List<String> NOTES =
      List.of("", "Aluguel de março", "", "Pedido \\\"para viagem\\\", com troco 😊");

  private static final class Pattern {
    final byte[] bytes;
    final int idAt;
    final int ispbAt;

    Pattern(String text) {
      bytes = text.getBytes(UTF_8);
      idAt = text.substring(0, text.indexOf(ID)).getBytes(UTF_8).length;
      ispbAt = text.substring(0, text.indexOf(ISPB)).getBytes(UTF_8).length;
    }
  }

  private final MessageIds ids;
  private final List<Pattern> patterns;

  MessageBodies(MessageIds ids, Instant now) {
    this.ids = ids;
    this.patterns =
        java.util.stream.IntStream.range(0, NAMES.size())
            .mapToObj(i -> pattern(i, now.truncatedTo(ChronoUnit.MILLIS)))
            .toList();
  }

  private static Pattern pattern(int i, Instant now) {
    var text =
        String.format(
            Locale.ROOT,
            """
        {"endToEndId":"%s","valor":%d.%d0,\
        "pagador":{"nome":"%s","cpfCnpj":"98716278190","ispb":"00000000","agencia":"0001",\
        "contaTransacional":"1231231","tipoConta":"CACC"},\
        "recebedor":{"nome":"%s","cpfCnpj":"77615678291","ispb":"%s","agencia":"0361",\
        "contaTransacional":"1210098","tipoConta":"SVGS"},\
        "campoLivre":"%s","txId":"h7a786d8a7s6gd1hgs%d","dataHoraPagamento":"%tFT%<tT.%<tLZ"}""",
            ID,
            17 + 90 * i,
            i,
            NAMES.get(i),
            NAMES.get(NAMES.size() - 1 - i),
            ISPB,
            NOTES.get(i),
            i,
            now.atZone(java.time.ZoneOffset.UTC));
    return new Pattern(text);
  }

  /** One message as an object, several as an array. */
  byte[] of(byte[] ispb, List<Long> numbers) {
    if (numbers.size() == 1) {
      return one(ispb, numbers.getFirst());
    }
    var out = new ByteArrayOutputStream(numbers.size() * 520);
    char before = '[';
    for (long number : numbers) {
      out.write(before);
      out.writeBytes(one(ispb, number));
      before = ',';
    }
    out.write(']');
    return out.toByteArray();
  }

  private byte[] one(byte[] ispb, long number) {
    var pattern = patterns.get((int) (number % patterns.size()));
    var body = pattern.bytes.clone();
    ids.write(number, body, pattern.idAt);
    System.arraycopy(ispb, 0, body, pattern.ispbAt, ispb.length);
    return body;
  }
}
