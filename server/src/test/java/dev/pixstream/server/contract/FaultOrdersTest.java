package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults on order: how they are ordered, listed and cleared. */
@ContractTest(waitMs = 300, faults = true)
final class FaultOrdersTest {
  private static final String PATH = "/api/util/faults";

  private final Service service;

  FaultOrdersTest(Service service) {
    this.service = service;
  }

  private Answer put(String body) {
    return Answer.of(
        service
            .node()
            .send("PUT", PATH, BodyPublishers.ofString(body), "Content-Type", "application/json"));
  }

  private int active() {
    return service.node().get(PATH).json().getJsonArray("faults").size();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/faults               | {}",
        "/faults               | {'faults':[]}",
        "''                    | []",
        "''                    | {",
        "''                    | {'faults':[{'fault':'cut-body'}],'x':1}",
        "/seed                 | {'seed':-1,'faults':[{'fault':'cut-body'}]}",
        "/seed                 | {'seed':1.5,'faults':[{'fault':'cut-body'}]}",
        "/faults/0             | {'faults':[1]}",
        "/faults/0/fault       | {'faults':[{}]}",
        "/faults/1/fault       | {'faults':[{'fault':'cut-body'},{'fault':'fire'}]}",
        "/faults/0             | {'faults':[{'fault':'cut-body','delayMs':1}]}",
        "/faults/0/delayMs     | {'faults':[{'fault':'delay'}]}",
        "/faults/0/delayMs     | {'faults':[{'fault':'delay','delayMs':60001}]}",
        "/faults/0/delayMaxMs  | {'faults':[{'fault':'delay','delayMs':5,'delayMaxMs':4}]}",
        "/faults/0/retryAfter  | {'faults':[{'fault':'throttled','retryAfter':0}]}",
        "/faults/0/afterMs     | {'faults':[{'fault':'ended-lease','afterMs':-1}]}",
        "/faults/0/on          | {'faults':[{'fault':'throttled','on':['close']}]}",
        "/faults/0/on          | {'faults':[{'fault':'duplicate','on':['start']}]}",
        "/faults/0/on          | {'faults':[{'fault':'ended-lease','on':['store']}]}",
        "/faults/0/on          | {'faults':[{'fault':'cut-body','on':[]}]}",
        "/faults/0/on          | {'faults':[{'fault':'cut-body','on':['PULL']}]}",
        "/faults/0/ispb        | {'faults':[{'fault':'cut-body','ispb':'1'}]}",
        "/faults/0/stream      | {'faults':[{'fault':'cut-body','stream':1}]}",
        "/faults/0/probability | {'faults':[{'fault':'cut-body','probability':0}]}",
        "/faults/0/probability | {'faults':[{'fault':'cut-body','probability':1.01}]}",
        "/faults/0/nth         | {'faults':[{'fault':'cut-body','nth':0}]}",
        "/faults/0             | {'faults':[{'fault':'cut-body','nth':1,'every':2}]}",
        "/faults/0/times       | {'faults':[{'fault':'cut-body','nth':1,'times':2}]}",
      })
  @Tag("faults.3")
  void a_wrong_member_is_named_and_nothing_is_ordered(String member, String body) {
    put("{\"faults\":[{\"fault\":\"delay\",\"delayMs\":1,\"ispb\":\"99999999\"}]}");

    put(body.replace('\'', '"')).assertProblem(400, "invalid-request", member);

    assertEquals(1, active());
  }

  @Test
  @Tag("faults.3")
  void they_are_added_replaced_listed_and_cleared() {
    put("{\"faults\":[{\"fault\":\"cut-body\",\"ispb\":\"99999991\",\"nth\":2}],\"seed\":5}");
    var added =
        service
            .node()
            .post(
                PATH,
                "{\"faults\":[{\"fault\":\"throttled\",\"ispb\":\"99999992\"},{\"fault\":\"delay\","
                    + "\"delayMs\":3,\"ispb\":\"99999993\",\"probability\":0.25,\"times\":9}]}");
    var faults = added.json().getJsonArray("faults");
    assertEquals(3, faults.size());
    assertEquals(5, faults.getJsonObject(0).getInteger("seed"));
    assertEquals(2, faults.getJsonObject(0).getInteger("nth"));
    assertEquals(0.25, faults.getJsonObject(2).getDouble("probability"));

    assertEquals(
        1,
        service
            .node()
            .delete(PATH + "/" + faults.getJsonObject(0).getLong("id"))
            .json()
            .getInteger("cleared"));
    service.node().delete(PATH + "/x").assertProblem(400, "invalid-request");
    assertEquals(1, service.node().delete(PATH + "?ispb=99999992").json().getInteger("cleared"));
    service.node().delete(PATH + "?ispb=1").assertProblem(400, "invalid-request");
    assertEquals(1, active());
    assertEquals(
        1,
        put("{\"faults\":[{\"fault\":\"cut-body\",\"ispb\":\"99999991\"}]}")
            .json()
            .getJsonArray("faults")
            .size());
    assertEquals(1, service.node().delete(PATH).json().getInteger("cleared"));
    assertEquals(0, active());
  }

  @Test
  @Tag("faults.3")
  void more_than_a_hundred_are_refused() {
    var fault = "{\"fault\":\"cut-body\",\"ispb\":\"99999991\"}";
    var sixty = "{\"faults\":[" + (fault + ",").repeat(59) + fault + "]}";
    put(sixty);

    service.node().post(PATH, sixty).assertProblem(400, "invalid-request", "/faults");

    assertEquals(60, active());
    put(sixty.replace("\"faults\":[", "\"faults\":[" + (fault + ",").repeat(41)))
        .assertProblem(400, "invalid-request", "/faults");
  }
}
