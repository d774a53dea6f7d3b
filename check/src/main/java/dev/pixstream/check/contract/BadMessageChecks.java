package dev.pixstream.check.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.http.Shortened;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bodies that are no messages. Each is a 400, and nothing of it is stored. */
final class BadMessageChecks {
  private static final String SECTION = "bad-input";

  private BadMessageChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION, "bad-json", "A body that is not JSON is a 400", BadMessageChecks::notJson),
        Check.of(
            SECTION,
            "bad-shape",
            "Unknown, missing and wrongly typed members are a 400",
            BadMessageChecks::shape),
        Check.of(
            SECTION,
            "bad-id",
            "An endToEndId of another form is a 400",
            BadMessageChecks::endToEndId),
        Check.of(
            SECTION,
            "bad-amount",
            "A valor below 0.01, above 9,999,999,999,999.99 or with three decimals is a 400",
            BadMessageChecks::amount),
        Check.of(
            SECTION,
            "bad-member",
            "Documents, ISPBs, account types, times and texts of another form are a 400",
            BadMessageChecks::member),
        Check.of(
            SECTION,
            "bad-recebedor",
            "A recebedor.ispb other than that of the path is a 400",
            BadMessageChecks::recebedor),
        Check.of(
            SECTION,
            "bad-one-of-many",
            "One wrong message in an array is a 400 with nothing stored",
            BadMessageChecks::oneOfMany));
  }

  private static void refused(CheckedLane lane, List<String> bodies)
      throws IOException, InterruptedException {
    for (var body : bodies) {
      Expect.status(400, Shortened.of(body), lane.post(body));
    }
    storedNothing(lane);
  }

  private static void storedNothing(CheckedLane lane) throws IOException, InterruptedException {
    var marker = lane.storeOne();
    var batch = lane.start();
    Expect.ids("nothing of what was refused", List.of(marker.endToEndId()), batch);
    lane.close(batch);
  }

  /** The message with one part of its text exchanged. */
  private static String with(CheckedLane lane, String part, String other) {
    var json = Message.to(lane.ispb()).json();
    if (!json.contains(part)) {
      throw new IllegalArgumentException(part);
    }
    return json.replace(part, other);
  }

  private static void notJson(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var right = Message.to(lane.ispb()).json();
    var latin = right.replace("Flavio", "Fl\u00e1vio").replace("José", "Jose");
    var request = Request.of("POST", lane.messagesPath()).with("Content-Type", CheckedLane.ONE);
    Expect.status(
        400, "text that is not UTF-8", target.send(request.withBody(latin.getBytes(ISO_8859_1))));
    refused(
        lane,
        List.of(
            "",
            "{",
            "nonsense",
            right.substring(0, right.length() - 1),
            right + "x",
            right + right,
            right.replace("\"", "'"),
            "[" + right + ",]",
            "[".repeat(10_000)));
  }

  private static void shape(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var id = "\"endToEndId\":";
    refused(
        lane,
        List.of(
            "{}",
            "null",
            "17",
            "\"text\"",
            "[[]]",
            "[null]",
            with(lane, id, "\"extra\":1," + id),
            with(lane, "\"nome\":\"Marcos", "\"apelido\":\"x\",\"nome\":\"Marcos"),
            with(lane, "\"valor\":90.20,", ""),
            with(lane, "\"cpfCnpj\":\"98716278190\",", ""),
            with(lane, "\"dataHoraPagamento\"", "\"datahorapagamento\""),
            with(lane, "\"Marcos José\"", "null"),
            with(lane, "\"0001\"", "1"),
            with(lane, "\"valor\":90.20", "\"valor\":\"90.20\""),
            with(lane, "\"valor\":90.20", "\"valor\":null")));
  }

  private static void endToEndId(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var right = Message.newId();
    var wrong = new ArrayList<String>();
    for (var id :
        List.of(
            "",
            right.substring(1),
            right + "x",
            "D" + right.substring(1),
            right.substring(0, 31) + "-",
            right.substring(0, 31) + "é",
            right.substring(0, 8) + "a" + right.substring(9),
            right.substring(0, 9) + "202613011200" + right.substring(21),
            right.substring(0, 9) + "202602301200" + right.substring(21),
            right.substring(0, 9) + "202601012460" + right.substring(21))) {
      wrong.add(Message.to(lane.ispb(), id).json());
    }
    refused(lane, wrong);
  }

  private static void amount(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var wrong = new ArrayList<String>();
    for (var amount :
        List.of(
            "0",
            "0.00",
            "-1.00",
            "0.001",
            "1.005",
            "10000000000000.00",
            "1e40",
            "01.00",
            "NaN",
            "1,00")) {
      wrong.add(with(lane, "\"valor\":90.20", "\"valor\":" + amount));
    }
    refused(lane, wrong);
  }

  private static void member(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var cpf = "\"98716278190\"";
    refused(
        lane,
        List.of(
            with(lane, cpf, "\"9871627819\""),
            with(lane, cpf, "\"987162781900\""),
            with(lane, cpf, "\"987.162.781-90\""),
            with(lane, cpf, "\"12abc34501DE35\""),
            with(lane, cpf, "\"12ABC34501DE3X\""),
            with(lane, "\"32074986\"", "\"3207498\""),
            with(lane, "\"32074986\"", "\"3207498a\""),
            with(lane, "\"CACC\"", "\"XXXX\""),
            with(lane, "\"CACC\"", "\"cacc\""),
            with(lane, "2022-07-23T19:47:18.108Z", "yesterday"),
            with(lane, "2022-07-23T19:47:18.108Z", "2022-13-23T19:47:18.108Z"),
            with(lane, "Marcos José", "x".repeat(141)),
            with(lane, "\"campoLivre\":\"\"", "\"campoLivre\":\"" + "é".repeat(141) + "\""),
            with(lane, "h7a786d8a7s6gd1hgs", "x".repeat(141))));
  }

  private static void recebedor(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    refused(lane, List.of(Message.to(Message.newIspb()).json()));
  }

  private static void oneOfMany(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var right = Message.to(lane.ispb()).json();
    var wrong = with(lane, "\"CACC\"", "\"XXXX\"");
    refused(
        lane,
        List.of(
            "[" + right + "," + wrong + "]",
            "[" + wrong + "," + right + "]",
            "[" + right + ",{}]",
            "[" + right + "," + right.substring(0, 40)));
  }
}
