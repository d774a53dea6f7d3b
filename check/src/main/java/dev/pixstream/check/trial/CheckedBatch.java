package dev.pixstream.check.trial;

import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.exchange.Unmet;
import java.util.ArrayList;
import java.util.List;

/**
 * A 200 of a start or a pull.
 *
 * @param asked the path that it answers
 * @param next its Pull-Next
 * @param ids the endToEndIds of its messages, in order
 * @param messages the very text of each
 * @param redelivered what its header Redelivered says; 0 without one
 */
public record CheckedBatch(
    String asked,
    String next,
    List<String> ids,
    List<String> messages,
    int redelivered,
    Response response) {

  /**
   * Reads it.
   *
   * @throws Unmet if this is no batch
   */
  public static CheckedBatch of(String asked, Response response) {
    Expect.status(200, "GET " + asked, response);
    var next =
        response
            .pullNext()
            .orElseThrow(() -> new Unmet("a 200 with Pull-Next", response.toString()));
    var values =
        Expect.json(response) instanceof Json.Elements(_, var elements)
            ? elements
            : List.of(Expect.json(response));
    var ids = new ArrayList<String>();
    for (var value : values) {
      ids.add(
          value instanceof Json.Members message
              ? message.text("endToEndId").orElseThrow(() -> noMessage(response))
              : "");
      if (ids.getLast().isEmpty()) {
        throw noMessage(response);
      }
    }
    int redelivered =
        response
            .header("Redelivered")
            .filter(n -> n.matches("[0-9]{1,3}"))
            .map(Integer::parseInt)
            .orElse(0);
    return new CheckedBatch(
        asked,
        next,
        List.copyOf(ids),
        values.stream().map(Json::source).toList(),
        redelivered,
        response);
  }

  private static Unmet noMessage(Response response) {
    return new Unmet("messages with an endToEndId", response.toString());
  }
}
