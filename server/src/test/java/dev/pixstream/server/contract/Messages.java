package dev.pixstream.server.contract;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages numbered 1, 2, 3 …, whose numbers can be read off what is delivered. */
final class Messages {
  private static final String ID = "E12345678202601010000";
  private static final Pattern NUMBER = Pattern.compile('"' + ID + "([0-9]{11})\"");

  private Messages() {}

  static String endToEndId(int number) {
    return ID + "%011d".formatted(number);
  }

  /** The canonical form. Texts differ, and not all of them are ASCII. */
  static String message(String ispb, int number) {
    return """
    {"endToEndId":"%s","valor":%d.%02d,\
    "pagador":{"nome":"Marcos José %d","cpfCnpj":"98716278190","ispb":"12345678","agencia":"0001","contaTransacional":"1231231","tipoConta":"CACC"},\
    "recebedor":{"nome":"Flávia 😊 Conceição","cpfCnpj":"12ABC34501DE35","ispb":"%s","agencia":"0361","contaTransacional":"1210098","tipoConta":"SVGS"},\
    "campoLivre":"\\"%d\\" \\\\ ção","txId":"","dataHoraPagamento":"2026-01-01T00:00:00.%03dZ"}"""
        .formatted(endToEndId(number), number, number % 100, number, ispb, number, number % 1000);
  }

  /** A body of the messages with these numbers, both included. */
  static String array(String ispb, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> message(ispb, number))
        .collect(Collectors.joining(",", "[", "]"));
  }

  static List<Integer> numbers(String body) {
    return NUMBER.matcher(body).results().map(found -> Integer.valueOf(found.group(1))).toList();
  }
}
