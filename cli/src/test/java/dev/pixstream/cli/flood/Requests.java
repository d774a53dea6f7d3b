package dev.pixstream.cli.flood;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Requests of one lane as bytes. */
final class Requests {
  static final String ISPB = "12345678";
  static final int BODY_BYTES = 4 * 1024 * 1024;
  private static final int MESSAGES = 1_000;

  private Requests() {}

  /** A head without its last line. A stranger has no key. */
  static String head(String method, String path, String key) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAccept: multipart/json\r\n"
        + (key.isEmpty() ? "" : "X-API-Key: " + key + "\r\n");
  }

  static String get(String path, String key) {
    return head("GET", path, key) + "\r\n";
  }

  static String post(String key, String body) {
    return posting(key, body.length()) + body;
  }

  /** The head that announces a body of messages. */
  static String posting(String key, int bytes) {
    return posting("/api/pix/" + ISPB + "/messages", key, "application/json", bytes);
  }

  static String posting(String path, String key, String type, int bytes) {
    return head("POST", path, key)
        + ("Content-Type: " + type + "\r\nContent-Length: ")
        + bytes
        + "\r\n\r\n";
  }

  /** The largest body that there may be. */
  static byte[] largest(String key) {
    var body = new StringBuilder(BODY_BYTES).append('[');
    for (int i = 0; i < MESSAGES; i++) {
      body.append(i == 0 ? "" : ",").append(message(i, 140));
    }
    body.append(" ".repeat(BODY_BYTES - 1 - body.length())).append(']');
    return post(key, body.toString()).getBytes(ISO_8859_1);
  }

  /** With texts of so many letters, each of them escaped. */
  static String message(int number, int letters) {
    var text = "\\u00e7".repeat(letters);
    return """
    {"endToEndId":"E12345678202601010000%011d","valor":1.00,\
    "pagador":{"nome":"A%3$s","cpfCnpj":"98716278190","ispb":"12345678","agencia":"0001","contaTransacional":"1231231","tipoConta":"CACC"},\
    "recebedor":{"nome":"B%3$s","cpfCnpj":"98716278190","ispb":"%2$s","agencia":"0361","contaTransacional":"1210098","tipoConta":"SVGS"},\
    "campoLivre":"%3$s","txId":"","dataHoraPagamento":"2026-01-01T00:00:00.000Z"}"""
        .formatted(number, ISPB, letters == 0 ? "" : text.substring(6));
  }
}
