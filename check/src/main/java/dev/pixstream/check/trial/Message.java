package dev.pixstream.check.trial;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A message that the checker stores.
 *
 * @param json its canonical form, in which it has to come back
 */
public record Message(String endToEndId, String json) {
  private static final RandomGenerator RANDOM = new SecureRandom();
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A new one. */
  public static Message to(String ispb) {
    return to(ispb, newId());
  }

  public static Message to(String ispb, String endToEndId) {
    return to(ispb, endToEndId, "90.20", "Flavio José");
  }

  public static Message to(String ispb, String endToEndId, String valor, String nome) {
    var json =
        """
        {"endToEndId":"%s","valor":%s,"pagador":{"nome":"Marcos José","cpfCnpj":"98716278190",\
        "ispb":"32074986","agencia":"0001","contaTransacional":"1231231","tipoConta":"CACC"},\
        "recebedor":{"nome":%s,"cpfCnpj":"77615678291","ispb":"%s","agencia":"0361",\
        "contaTransacional":"1210098","tipoConta":"SVGS"},"campoLivre":"",\
        "txId":"h7a786d8a7s6gd1hgs","dataHoraPagamento":"2022-07-23T19:47:18.108Z"}"""
            .formatted(endToEndId, valor, Json.quote(nome), ispb);
    return new Message(endToEndId, json);
  }

  public static String newId() {
    return "E32074986" + MINUTE.format(Instant.now()) + random(11, ALPHABET);
  }

  /** An ISPB that is very likely nobody's. */
  public static String newIspb() {
    return random(8, ALPHABET.substring(0, 36));
  }

  /** An iterationId of the right form that no server has given. */
  public static String newIterationId() {
    return random(12, "0123456789abcdefghijklmnopqrstuvwxyz");
  }

  public static String array(List<Message> messages) {
    return messages.stream().map(Message::json).collect(Collectors.joining(",", "[", "]"));
  }

  public static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::endToEndId).toList();
  }

  private static String random(int length, String alphabet) {
    return RANDOM
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
