package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedBatch;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Json;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Contract, Representation: who asks for what gets what, in which form. */
final class RepresentationChecks {
  private static final String SECTION = "representation";
  private static final int IDS = 40;
  private static final int CHARACTERS_MIN = 6;

  private RepresentationChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "accept-one",
            "No Accept, */* or application/json gets exactly one message, an object",
            RepresentationChecks::one),
        Check.of(
            SECTION,
            "accept-many",
            "multipart/json gets an array of 1 to 10 messages",
            RepresentationChecks::many),
        Check.of(
            SECTION,
            "accept-quality",
            "Quality values count; with equal ones the more specific, then multipart/json",
            RepresentationChecks::quality),
        Check.of(
            SECTION,
            "accept-406",
            "Anything else that is not acceptable is a 406, and claims nothing",
            RepresentationChecks::notAcceptable),
        Check.of(
            SECTION,
            "content-type",
            "Both forms are sent as application/json",
            RepresentationChecks::contentType),
        Check.of(
            SECTION,
            "pull-next-form",
            "Pull-Next is the path of a stream of that lane, without quotes",
            RepresentationChecks::pullNext),
        Check.of(
            SECTION,
            "iteration-ids-random",
            "iterationIds are 12 characters of 0-9 and a-z that nobody can guess",
            RepresentationChecks::random),
        Check.of(
            SECTION,
            "canonical-form",
            "A message is delivered in one form: order of members, no white space, two decimals",
            RepresentationChecks::canonical),
        Check.of(
            SECTION,
            "amount-exact",
            "valor is never a binary float on its way",
            RepresentationChecks::amounts),
        Check.of(
            SECTION,
            "text-utf8",
            "Texts come back in UTF-8, whatever characters they have",
            RepresentationChecks::texts));
  }

  private static void one(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = lane.store(4);
    var answers = new ArrayList<Response>();
    answers.add(target.send(Request.get(lane.startPath())));
    lane.noteAnswer(lane.startPath(), answers.getFirst());
    for (var accept : List.of("*/*", CheckedLane.ONE, "application/*")) {
      var path = CheckedBatch.of("", answers.getLast()).next();
      answers.add(lane.get(path, accept));
    }
    for (int i = 0; i < answers.size(); i++) {
      Expect.status(200, "the pull", answers.get(i));
      Expect.object(answers.get(i));
      Expect.same("message " + (i + 1), stored.get(i).json(), answers.get(i).text());
    }
  }

  private static void many(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(12));
    var first = lane.start();
    isArray(first.response());
    Expect.ids("the most that a batch holds", stored.subList(0, 10), first);
    var second = lane.pull(first);
    Expect.ids("what is there", stored.subList(10, 12), second);
    lane.store(1);
    var third = lane.pull(second);
    isArray(third.response());
    Expect.same("messages in an array of", 1, third.ids().size());
    lane.close(third);
  }

  private static void isArray(Response response) {
    Expect.that(
        Expect.json(response) instanceof Json.Elements, "a JSON array", response.toString());
  }

  private static void isObject(Response response) {
    Expect.that(Expect.json(response) instanceof Json.Members, "one object", response.toString());
  }

  private static void quality(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var many =
        List.of(
            "application/json;q=0.5, multipart/json;q=0.9",
            "application/json, multipart/json",
            "*/*, multipart/json",
            "application/json;q=0, multipart/json");
    var one =
        List.of(
            "multipart/json;q=0.2, application/json;q=0.8",
            "multipart/json;q=0, application/json",
            "*/*, application/json",
            "multipart/json;q=0.1, */*");
    lane.store(many.size() * 10 + one.size());
    var path = lane.startPath();
    for (var accept : many) {
      var response = lane.get(path, accept);
      path = CheckedBatch.of(path, response).next();
      isArray(response);
    }
    for (var accept : one) {
      var response = lane.get(path, accept);
      path = CheckedBatch.of(path, response).next();
      isObject(response);
    }
  }

  private static void notAcceptable(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(12));
    for (var accept : List.of("text/html", "multipart/json;q=0", "application/xml, text/*")) {
      Expect.status(406, "a start with Accept: " + accept, lane.get(lane.startPath(), accept));
    }
    var first = lane.start();
    Expect.ids("the first messages, since a 406 claims nothing", stored.subList(0, 10), first);
    Expect.status(406, "a pull with Accept: text/html", lane.get(first.next(), "text/html"));
    var second = lane.pull(first);
    Expect.ids("the next messages", stored.subList(10, 12), second);
    lane.close(second);
  }

  private static void contentType(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(3);
    var one = lane.batch(lane.startPath(), CheckedLane.ONE);
    var many = lane.pull(one);
    for (var batch : List.of(one, many)) {
      Expect.that(
          batch.response().mediaType().equals("application/json"),
          "Content-Type: application/json",
          batch.response().toString());
    }
    lane.close(many);
  }

  private static void pullNext(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(11);
    var form = Pattern.compile(Pattern.quote(lane.streamPath("")) + "[0-9a-z]{12}");
    var first = lane.start();
    var second = lane.pull(first);
    for (var batch : List.of(first, second)) {
      Expect.that(
          form.matcher(batch.next()).matches(),
          "Pull-Next: " + lane.streamPath("") + " and 12 characters of 0-9 and a-z",
          batch.response().toString());
    }
    lane.close(second);
  }

  private static void random(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(IDS);
    var ids = new ArrayList<String>();
    var path = lane.startPath();
    for (int i = 0; i < IDS; i++) {
      path = lane.batch(path, CheckedLane.ONE).next();
      ids.add(path.substring(path.lastIndexOf('/') + 1));
    }
    for (var id : ids) {
      Expect.that(id.matches("[0-9a-z]{12}"), "12 characters of 0-9 and a-z", id);
    }
    Expect.same("different ids in " + IDS + " answers:", IDS, new HashSet<>(ids).size());
    for (int i = 0; i < 12; i++) {
      int place = i;
      var characters = new HashSet<Character>();
      IntStream.range(0, IDS).forEach(n -> characters.add(ids.get(n).charAt(place)));
      Expect.that(
          characters.size() >= CHARACTERS_MIN,
          String.format(
              Locale.ROOT,
              "at least %d different characters at place %d of %d ids",
              CHARACTERS_MIN,
              place + 1,
              IDS),
          characters + " in " + ids);
    }
  }

  private static void canonical(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var id = Message.newId();
    var disorderly =
        """
        { "dataHoraPagamento" : "2022-07-23T19:47:18.108Z" ,
          "txId": "h7a786d8a7s6gd1hgs", "campoLivre": "",
          "recebedor": { "tipoConta": "SVGS", "contaTransacional": "1210098", "agencia": "0361",
            "ispb": "%s", "cpfCnpj": "77615678291", "nome": "Flavio Jos\\u00e9" },
          "pagador": { "ispb": "32074986", "nome": "Marcos Jos\\u00e9", "tipoConta": "CACC",
            "cpfCnpj": "98716278190", "agencia": "0001", "contaTransacional": "1231231" },
          "valor" : 90.2,
          "endToEndId" : "%s" }
        """
            .formatted(lane.ispb(), id);
    Expect.status(201, "POST", lane.post(disorderly));
    lane.expectToCome(List.of(id));
    var batch = lane.start();
    Expect.same(
        "the canonical form", List.of(Message.to(lane.ispb(), id).json()), batch.messages());
    Expect.that(
        batch.response().text().equals("[" + batch.messages().getFirst() + "]"),
        "an array without white space",
        batch.response().toString());
    lane.close(batch);
  }

  private static void amounts(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var canonical = new ArrayList<String>();
    var stored = new ArrayList<Message>();
    for (var amount :
        List.of(
            "0.01", "0.1", "1", "1.1", "8.20", "4.35", "1234567890123.45", "9999999999999.99")) {
      var message = Message.to(lane.ispb(), Message.newId(), amount, "Flavio José");
      stored.add(message);
      var decimals =
          amount.matches(".*\\..") ? amount + "0" : amount.contains(".") ? amount : amount + ".00";
      canonical.add(Message.to(lane.ispb(), message.endToEndId(), decimals, "Flavio José").json());
    }
    lane.store(stored);
    var batch = lane.start();
    Expect.same("messages", canonical.size(), batch.messages().size());
    for (int i = 0; i < canonical.size(); i++) {
      Expect.same("the canonical form", canonical.get(i), batch.messages().get(i));
    }
    lane.close(batch);
  }

  private static void texts(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = new ArrayList<Message>();
    for (var name :
        List.of("Conceição Ávila", "\"Aspas\" \\ barra", "東京 株式会社", "Zé 🎉", "x".repeat(140))) {
      stored.add(Message.to(lane.ispb(), Message.newId(), "1.00", name));
    }
    lane.store(stored);
    var batch = lane.start();
    Expect.same("messages", stored.size(), batch.messages().size());
    for (int i = 0; i < stored.size(); i++) {
      Expect.same("the very bytes", stored.get(i).json(), batch.messages().get(i));
    }
    lane.close(batch);
  }
}
