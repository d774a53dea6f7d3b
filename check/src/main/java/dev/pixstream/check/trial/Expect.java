package dev.pixstream.check.trial;

import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.exchange.Unmet;
import dev.pixstream.check.http.Shortened;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What has to be so. Each throws {@link Unmet} if it is not. */
public final class Expect {
  private Expect() {}

  public static void that(boolean holds, String expected, String came) {
    if (!holds) {
      throw new Unmet(expected, came);
    }
  }

  public static void status(int expected, String what, Response response) {
    anyStatus(what, response, expected);
  }

  public static void anyStatus(String what, Response response, int... expected) {
    that(
        Arrays.stream(expected).anyMatch(status -> status == response.status()),
        Arrays.stream(expected).mapToObj(String::valueOf).collect(Collectors.joining(" or "))
            + " to "
            + what,
        response.toString());
  }

  public static void same(String what, Object expected, Object came) {
    that(
        expected.equals(came),
        what + " " + Shortened.of(expected.toString()),
        Shortened.of(came.toString()));
  }

  /** Messages in that order. */
  public static void ids(String what, List<String> expected, CheckedBatch came) {
    that(
        expected.equals(came.ids()),
        what + ", " + count(expected.size()) + " " + expected,
        count(came.ids().size()) + " " + came.ids());
  }

  private static String count(int messages) {
    return messages == 1 ? "1 message" : messages + " messages";
  }

  public static Json json(Response response) {
    try {
      return Json.parse(response.text());
    } catch (Json.MalformedException e) {
      throw new Unmet("a body of JSON", e.getMessage() + ": " + response);
    }
  }

  public static Json.Members object(Response response) {
    if (json(response) instanceof Json.Members members) {
      return members;
    }
    throw new Unmet("a JSON object", response.toString());
  }
}
