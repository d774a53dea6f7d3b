package dev.pixstream.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.check.contract.Checks;
import dev.pixstream.check.report.CheckResult;
import dev.pixstream.check.report.CheckVerdict;
import dev.pixstream.check.report.JsonReport;
import dev.pixstream.check.report.JunitReport;
import dev.pixstream.check.report.TextReport;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.Json;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Check CHECK = Check.of("2", "some-check", "It <holds> & \"more\"", t -> {});
  private static final List<CheckResult> RESULTS =
      List.of(
          result(new CheckVerdict.Passed()),
          result(new CheckVerdict.Skipped("it \"can't\" be seen")),
          result(
              new CheckVerdict.Failed(
                  "200 & <more>", "410\u0000", List.of("GET /a -> 410 \"x\""))));

  private static CheckResult result(CheckVerdict verdict) {
    return new CheckResult(CHECK, verdict, Duration.ofMillis(1_234), "");
  }

  @Test
  void a_failure_tells_what_was_expected_came_and_was_sent() {
    var lines = TextReport.of(RESULTS.getLast()).lines().toList();
    assertTrue(lines.getFirst().startsWith("FAIL    2 "), lines.getFirst());
    assertEquals("        expected 200 & <more>", lines.get(1));
    assertEquals("        sent     GET /a -> 410 \"x\"", lines.getLast());
    assertEquals("checks=3 passed=1 failed=1 skipped=1", TextReport.summary(RESULTS));
  }

  @Test
  void the_json_is_json() throws Json.MalformedException {
    var report = Json.parse(JsonReport.of(URI.create("http://127.0.0.1:1"), RESULTS).strip());
    var results = ((Json.Elements) ((Json.Members) report).get("results").orElseThrow()).values();
    assertEquals(3, results.size());
    var failed = (Json.Members) results.getLast();
    assertEquals("FAIL", failed.text("verdict").orElse(""));
    assertEquals("200 & <more>", failed.text("expected").orElse(""));
    assertEquals("410\u0000", failed.text("came").orElse(""));
  }

  @Test
  void the_junit_xml_is_xml() throws Exception {
    var xml = JunitReport.of(RESULTS).getBytes(StandardCharsets.UTF_8);
    var suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml))
            .getDocumentElement();
    assertEquals("3", suite.getAttribute("tests"));
    assertEquals(3, suite.getElementsByTagName("testcase").getLength());
    assertEquals(1, suite.getElementsByTagName("failure").getLength());
    assertEquals(1, suite.getElementsByTagName("skipped").getLength());
  }

  @Test
  void checks_are_found_by_name_and_by_section() {
    assertEquals(
        List.of("retry-ends"),
        Checks.named(List.of("retry-ends")).stream().map(Check::name).toList());
    assertTrue(Checks.named(List.of("8")).stream().allMatch(check -> check.section().equals("8")));
    assertThrows(IllegalArgumentException.class, () -> Checks.named(List.of("8", "nothing")));
  }

  @Test
  void names_are_unique() {
    var names = Checks.all().stream().map(Check::name).toList();
    assertEquals(names.size(), names.stream().distinct().count());
  }
}
