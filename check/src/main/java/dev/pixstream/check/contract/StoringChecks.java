package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.GeneratedMessage;
import dev.pixstream.check.trial.Inapplicable;
import dev.pixstream.check.trial.Json;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Contract, Endpoints: storing messages and looking at them. */
final class StoringChecks {
  private static final String SECTION = "storing";
  private static final int ARRAY_MAX = 1_000;
  private static final int GENERATED = 60;

  private StoringChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "store-one",
            "POST of one object stores a message: 201, and it is delivered",
            StoringChecks::one),
        Check.of(
            SECTION,
            "store-array",
            "POST takes an array of up to 1,000 messages, not more and not none",
            StoringChecks::array),
        Check.of(
            SECTION,
            "store-duplicate",
            "The same message again stores nothing, and the 201 counts it in duplicates",
            StoringChecks::duplicate),
        Check.of(
            SECTION,
            "store-conflict",
            "The same endToEndId with other content is a 409 with nothing stored",
            StoringChecks::conflict),
        Check.of(
            SECTION,
            "store-other-recebedor",
            "The same endToEndId for another recebedor is another message",
            StoringChecks::otherRecebedor),
        Check.of(
            SECTION,
            "history",
            "A message can be looked at with its history; an unknown one is a 404",
            StoringChecks::history),
        Check.of(
            SECTION,
            "generator",
            "The generator stores as many valid messages as asked for",
            StoringChecks::generator),
        Check.of(
            SECTION,
            "generator-bounds",
            "The generator takes 1 to 10,000 and refuses other numbers with 400",
            StoringChecks::generatorBounds));
  }

  private static void one(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var message = Message.to(lane.ispb());
    Expect.status(201, "POST of one object", lane.post(message.json()));
    lane.expectToCome(List.of(message.endToEndId()));
    var batch = lane.start();
    Expect.ids("the stored message", List.of(message.endToEndId()), batch);
    lane.close(batch);
  }

  private static void array(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    Expect.status(400, "an array of none", lane.post("[]"));
    var tooMany = Stream.generate(() -> Message.to(lane.ispb())).limit(ARRAY_MAX + 1).toList();
    Expect.status(400, "an array of 1,001", lane.post(Message.array(tooMany)));
    lane.store(tooMany.subList(0, ARRAY_MAX));
    var batch = lane.start();
    Expect.ids("the first ten", Message.ids(tooMany.subList(0, 10)), batch);
  }

  private static void duplicate(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = lane.store(2);
    var again = lane.post(Message.array(stored));
    Expect.status(201, "the same messages again", again);
    duplicates(2, again);
    var marker = Message.to(lane.ispb());
    var mixed = lane.post(Message.array(List.of(stored.getFirst(), marker)));
    Expect.status(201, "one known and one new message", mixed);
    lane.expectToCome(List.of(marker.endToEndId()));
    duplicates(1, mixed);
    var batch = lane.start();
    var once = Stream.concat(stored.stream(), Stream.of(marker)).toList();
    Expect.ids("each message once", Message.ids(once), batch);
    lane.close(batch);
  }

  private static void duplicates(int expected, Response response) {
    var told = Expect.object(response).get("duplicates").map(Json::source).orElse("none");
    Expect.that(
        told.equals(String.valueOf(expected)), "\"duplicates\":" + expected, response.toString());
  }

  private static void conflict(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = lane.storeOne();
    var other = Message.to(lane.ispb(), stored.endToEndId(), "90.21", "Flavio José");
    var fresh = Message.to(lane.ispb());
    Expect.status(409, "the same id with other content", lane.post(other.json()));
    Expect.status(
        409, "an array with such a message", lane.post(Message.array(List.of(fresh, other))));
    var marker = lane.storeOne();
    var batch = lane.start();
    Expect.ids(
        "nothing of what was refused", List.of(stored.endToEndId(), marker.endToEndId()), batch);
    Expect.same("the first content", stored.json(), batch.messages().getFirst());
    lane.close(batch);
  }

  private static void otherRecebedor(CheckedServer target)
      throws IOException, InterruptedException {
    var lane = target.lane();
    var otherLane = target.lane();
    var stored = lane.storeOne();
    otherLane.store(List.of(Message.to(otherLane.ispb(), stored.endToEndId())));
    for (var each : List.of(lane, otherLane)) {
      var batch = each.start();
      Expect.ids("its own message", List.of(stored.endToEndId()), batch);
      each.close(batch);
    }
  }

  private static void history(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var id = lane.storeOne().endToEndId();
    var path = lane.messagesPath() + "/" + id;
    var before = target.send(Request.get(path));
    Expect.status(200, "GET " + path, before);
    Expect.object(before);
    Expect.that(before.text().contains(id), "the endToEndId in it", before.toString());
    lane.close(lane.start());
    var after = target.send(Request.get(path));
    Expect.status(200, "GET " + path, after);
    Expect.that(
        after.body().length > before.body().length,
        "a delivery attempt more than before it was delivered",
        after.toString());
    var unknown = lane.messagesPath() + "/" + Message.newId();
    Expect.status(404, "GET " + unknown, target.send(Request.get(unknown)));
  }

  private static void generator(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var response = generate(target, lane, String.valueOf(GENERATED));
    Expect.status(201, "the generator", response);
    Expect.that(
        Expect.object(response).get("inserted").map(Json::source).orElse("").equals("" + GENERATED),
        "{\"inserted\":" + GENERATED + "}",
        response.toString());
    var batch = lane.start();
    int seen = 0;
    while (true) {
      for (var message : batch.messages()) {
        GeneratedMessage.check(message, lane.ispb());
      }
      seen += batch.messages().size();
      if (seen >= GENERATED) {
        break;
      }
      batch = lane.pull(batch);
    }
    Expect.same("messages", GENERATED, seen);
    lane.close(batch);
  }

  private static void generatorBounds(CheckedServer target)
      throws IOException, InterruptedException {
    var lane = target.lane();
    Expect.status(201, "1 message", generate(target, lane, "1"));
    for (var number : List.of("0", "10001", "-1", "abc", "99999999999999999999")) {
      Expect.status(400, number + " messages", generate(target, lane, number));
    }
    var batch = lane.start();
    Expect.same("messages", 1, batch.messages().size());
    lane.close(batch);
  }

  private static Response generate(CheckedServer target, CheckedLane lane, String number)
      throws IOException, InterruptedException {
    var path =
        target
            .settings()
            .generatorPath()
            .orElseThrow(() -> new Inapplicable("the server has no generator (--no-generator)"));
    var response = target.send(Request.of("POST", path + "/" + lane.ispb() + "/" + number));
    if (response.status() == 404) {
      throw new Inapplicable("the generator answers 404: it is turned off, or elsewhere");
    }
    return response;
  }
}
