package dev.pixstream.server.contract;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser. */
@ContractTest(waitMs = 300, worker = false)
final class ConsoleTest {
  private final Service service;
  private Browser browser;

  ConsoleTest(Service service) {
    this.service = service;
  }

  @BeforeAll
  void start() {
    browser = Browser.start();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void nothing_was_complained_of() {
    browser.leave();
  }

  private Page open(String path) {
    var page = browser.page(service.node(), "en-GB", 1280, 800);
    page.navigate(path);
    return page;
  }

  @Test
  @Tag("telemetry.8")
  void the_overview_follows_stored_messages() {
    var lane = service.lane();
    lane.store(1, 30);
    var page = open("/console?q=" + lane.ispb());
    var row = page.locator("table.lanes tbody tr");
    assertThat(row).hasCount(1);
    assertThat(row.locator("td").first()).hasText("30");

    lane.store(31, 42);

    assertThat(row.locator("td").first()).hasText("42");
    assertThat(page.locator("#chart-rates canvas")).isVisible();
    page.locator("#sort-ispb").click();
    assertThat(page.locator("th.ispb")).hasAttribute("aria-sort", "ascending");
    page.locator("#lane-" + lane.ispb()).click();
    assertThat(page.locator("h1")).containsText(lane.ispb());
  }

  @Test
  @Tag("telemetry.8")
  void a_paused_page_stands_still() {
    var lane = service.lane();
    lane.store(1, 3);
    var page = open("/console?q=" + lane.ispb());
    var backlog = page.locator("table.lanes tbody tr td").first();
    assertThat(page.locator("#live-state")).hasText("live");
    assertThat(page.locator("body")).hasClass("is-live");
    page.locator("#pause").click();
    lane.store(4, 5);
    var points =
        page.evaluate(
            "new Promise(done => { let seen = 0; document.addEventListener('htmx:sseBeforeMessage', e => { if (e.detail.type === 'point' && ++seen === 3) done(seen); }); })");
    assertEquals(3, points);
    assertThat(backlog).hasText("3");
    page.locator("#pause").click();
    assertThat(backlog).hasText("5");
  }

  @Test
  @Tag("telemetry.9")
  void a_forced_close_gives_the_batch_back() {
    var lane = service.lane();
    lane.store(1, 10);
    var started = lane.start();
    var page = open("/console/lanes/" + lane.ispb());
    assertThat(page.locator(".tag.batch")).hasText("has a batch");
    assertThat(page.locator("rect.flight")).hasCount(1);
    page.onDialog(Dialog::accept);
    page.locator("button.danger").click();

    assertThat(page.locator("#toast")).containsText("10 messages went back");
    assertThat(page.locator("rect.returned")).hasCount(1);
    assertThat(page.locator("p.empty")).containsText("No stream is open");
    lane.pull(started.next()).assertProblem(410, "stream-closed");
    assertEquals(10, lane.start().numbers().size());
    service.assertPartition();
  }

  @Test
  @Tag("telemetry.9")
  void a_button_is_clicked_though_a_sample_comes_between_press_and_release() {
    var lane = service.lane();
    lane.store(1, 10);
    lane.start();
    var page = open("/console/lanes/" + lane.ispb());
    page.onDialog(Dialog::accept);
    assertThat(page.locator("rect.flight")).hasCount(1);
    page.locator("button.danger").hover();
    page.mouse().down();
    page.evaluate(
        "new Promise(done => { let seen = 0; document.addEventListener('htmx:sseBeforeMessage', e => { if (e.detail.type === 'lane' && ++seen === 2) requestAnimationFrame(done); }); })");
    page.mouse().up();

    assertThat(page.locator("#toast")).containsText("10 messages went back");
    assertThat(page.locator("rect.returned")).hasCount(1);
  }

  @Test
  @Tag("telemetry.9")
  void a_button_can_be_clicked_from_the_moment_it_is_drawn() {
    var lane = service.lane();
    lane.store(1, 10);
    lane.start();
    var page = open("/console/lanes/" + lane.ispb());
    page.onDialog(Dialog::accept);
    page.evaluate(
        """
        new Promise(done => {
          const click = event => {
            if (event.detail.type === 'lane') {
              document.removeEventListener('htmx:sseMessage', click);
              document.querySelector('button.danger').click();
              done();
            }
          };
          document.addEventListener('htmx:sseMessage', click);
        })
        """);

    assertThat(page.locator("#toast")).containsText("10 messages went back");
  }

  @Test
  @Tag("telemetry.8")
  void a_message_shows_its_life_and_its_documents_only_when_asked() {
    var lane = service.lane();
    lane.store(777, 777);
    lane.drain(lane.start().next());
    new HandWorker(service.database(), lane.ispb()).process();
    var id = id(lane, 1);
    var page = open("/console/messages");
    page.locator("#id").fill(id);
    page.locator("main form button").click();

    assertThat(page.locator(".timeline strong"))
        .hasText(
            new String[] {
              "Stored", "Delivered and confirmed", "In the queue", "Job done", "Processed"
            });
    assertThat(page.locator("#payload")).containsText("•••••••••");
    page.locator("#unmask").click();
    assertThat(page.locator("#payload")).not().containsText("•");
    page.locator("#id").fill("E0000000020260101120000000000000");
    page.locator("main form button").first().click();
    assertThat(page.locator(".note")).containsText("There is no message");
  }

  @Test
  @Tag("telemetry.9")
  void dead_letters_are_replayed() {
    var lane = dead(3);
    var page = open("/console/dead-letters?ispb=" + lane.ispb());
    assertThat(page.locator("td.error").first()).containsText("it went wrong");
    page.locator("#mark").check();
    page.locator("button[name=replay]").click();

    assertThat(page.locator("#work-over")).containsText("3 replayed");
    assertEquals(List.of("retrying:3"), states(lane));
  }

  @Test
  @Tag("telemetry.9")
  void many_dead_letters_are_discarded_with_a_reason_and_progress() {
    var lane = dead(45);
    var page = open("/console/dead-letters?ispb=" + lane.ispb());
    page.onDialog(Dialog::accept);
    page.locator("input[name=all]").check();
    page.locator("button[name=discard]").click();
    assertThat(page.locator("#progress")).containsText("A discard needs a reason");
    assertEquals(List.of("dead:45"), states(lane));

    page.locator("#reason").fill("a test");
    page.locator("button[name=discard]").click();

    assertThat(page.locator("#work-over")).containsText("45 discarded");
    assertEquals(List.of("discarded:45"), states(lane));
  }

  @Test
  @Tag("telemetry.8")
  void markup_in_a_message_or_an_error_stays_text() {
    var lane = service.lane();
    var evil = "<img src=x onerror=alert(1)>";
    lane.post("[" + Messages.message(lane.ispb(), 1).replace("Marcos José", evil) + "]");
    lane.drain(lane.start().next());
    new HandWorker(service.database(), lane.ispb()).kill(List.of(1));
    service
        .database()
        .execute(
            "UPDATE pixstream.failure SET error_message = '%s' WHERE ispb = '%s'"
                .formatted(evil, lane.ispb()));
    var page = open("/console/dead-letters?ispb=" + lane.ispb());
    assertThat(page.locator("td.error")).containsText(evil);
    page.locator("table.dead tbody th a").click();
    assertThat(page.locator("#payload")).containsText(evil);
    page.locator("#unmask").click();
    assertThat(page.locator("#payload pre.open")).containsText(evil);
    assertThat(page.locator("main img")).hasCount(0);
  }

  @Test
  @Tag("telemetry.8")
  void a_collector_in_the_page_keeps_to_the_protocol() {
    var lane = service.lane();
    var page = open("/console/try");
    page.clock().install();
    page.locator("#t-ispb").fill(lane.ispb());
    page.locator("#t-store").click();
    assertThat(page.locator("#t-log .ok")).hasCount(1);
    page.locator("#t-start").click();
    assertThat(page.locator("#t-holds")).hasText("10");
    page.locator("#t-drop").click();
    assertThat(page.locator("#t-log")).containsText("The very same batch");
    assertThat(page.locator("#t-received")).hasText("20");
    page.locator("#t-late").click();
    service.advance(Duration.ofMinutes(2));
    page.clock().fastForward(70_000);

    assertThat(page.locator("#t-log")).containsText("The stream has ended");
    assertThat(page.locator("#t-start")).isEnabled();
    service.assertPartition();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console/messages", "/console/dead-letters", "/console/try"})
  @Tag("telemetry.8")
  void it_speaks_the_language_of_the_browser_and_another_one(String path) {
    var page = browser.page(service.node(), "pt-BR", 400, 800);
    page.navigate(path);
    assertThat(page.locator("html")).hasAttribute("lang", "pt-BR");
    assertThat(page.locator("nav a").first()).hasText("Visão geral");
    assertEquals(
        true,
        page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        "it does not fit a phone");

    page.locator("#switch-language").click();

    assertThat(page.locator("html")).hasAttribute("lang", "en");
    page.navigate("/console");
    assertThat(page.locator("h1")).hasText("Overview");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  @Tag("telemetry.8")
  void every_view_is_for_everybody(String theme) {
    var lane = dead(2);
    lane.store(3, 40);
    lane.start();
    var id = id(lane, 1);
    var page = open("/console?theme=" + theme);
    for (var path :
        List.of(
            "/console?q=" + lane.ispb(),
            "/console/lanes/" + lane.ispb(),
            "/console/messages/" + lane.ispb() + "/" + id,
            "/console/dead-letters",
            "/console/try",
            "/console/sign-in")) {
      page.navigate(path);
      Browser.assertAccessible(page);
    }
  }

  private Lane dead(int messages) {
    var lane = service.lane();
    lane.store(1, messages);
    lane.drain(lane.start().next());
    new HandWorker(service.database(), lane.ispb())
        .kill(IntStream.rangeClosed(1, messages).boxed().toList());
    return lane;
  }

  private String id(Lane lane, int number) {
    return service
        .database()
        .query(
            "SELECT end_to_end_id FROM pixstream.message WHERE ispb = '%s' AND seq = %d"
                .formatted(lane.ispb(), number))
        .getFirst();
  }

  private List<String> states(Lane lane) {
    return service
        .database()
        .query(
            "SELECT state || ':' || count(*) FROM pixstream.failure WHERE ispb = '%s' GROUP BY state"
                .formatted(lane.ispb()));
  }
}
