package dev.pixstream.server.contract;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the documentation: {@code ./pixstream screenshots}. */
@ContractTest(waitMs = 2_000, worker = false)
@EnabledIfSystemProperty(named = "pixstream.screenshots", matches = ".+")
final class ConsoleScreens {
  private static final int POINTS = 25;
  private static final int VISITS = 3;

  private final Service service;

  ConsoleScreens(Service service) {
    this.service = service;
  }

  @Test
  void take() {
    var lane = service.lane();
    lane.store(1, 60);
    lane.drain(lane.start().next());
    var worker = new HandWorker(service.database(), lane.ispb());
    worker.kill(IntStream.rangeClosed(50, 54).boxed().toList());
    IntStream.range(0, 9).forEach(i -> service.lane().store(1, 15 + 37 * i % 90));
    var collectors = Executors.newScheduledThreadPool(1);
    try (var browser = Browser.start()) {
      var page = browser.page(service.node(), "en-GB", 1280, 860);
      page.navigate("/console");
      var next = new String[] {lane.starting().join().next()};
      var unused =
          collectors.scheduleAtFixedRate(
              () -> {
                service.node().post("/api/util/msgs/" + lane.ispb() + "/" + 40, "");
                for (int i = 0; i < 3; i++) {
                  next[0] = lane.pull(next[0]).next();
                }
              },
              0,
              400,
              TimeUnit.MILLISECONDS);
      page.evaluate(
          "n => new Promise(done => document.addEventListener('htmx:sseBeforeMessage',"
              + " e => { if (e.detail.type === 'point' && --n === 0) done(0); }))",
          POINTS);
      save(page, "console-overview");
      firstPaint(browser);
      unused.cancel(false);
      IntStream.range(0, 2).forEach(i -> lane.start());
      lane.close(lane.start().next().replaceAll("[^/]+$", "000000000000"));
      page.navigate("/console/lanes/" + lane.ispb());
      assertThat(page.locator("#live-state")).hasText("live");
      save(page, "console-lane");
      page.navigate("/console/dead-letters");
      save(page, "console-dead-letters");
      page.locator("table.dead tbody th a").first().click();
      save(page, "console-message");
      page.navigate("/console/try?theme=dark");
      page.locator("#t-ispb").fill("00000009");
      page.locator("#t-start").click();
      assertThat(page.locator("#t-next")).isEnabled();
      page.locator("#t-drop").click();
      assertThat(page.locator("#t-next")).isEnabled();
      save(page, "console-try");
      var phone = browser.page(service.node(), "pt-BR", 390, 844);
      phone.navigate("/console");
      save(phone, "console-phone");
    } finally {
      collectors.shutdownNow();
    }
  }

  /** How long a newcomer, without anything kept, waits until something is to be seen. */
  private void firstPaint(Browser browser) {
    for (int i = 0; i < VISITS; i++) {
      var page = browser.page(service.node(), "en-GB", 1280, 860);
      page.navigate("/console");
      assertThat(page.locator("#chart-rates canvas")).isVisible();
      System.out.printf(
          "first contentful paint of the overview: %.0f ms%n",
          ((Number)
                  page.evaluate(
                      "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
              .doubleValue());
    }
  }

  private static void save(Page page, String name) {
    var folder = Path.of(System.getProperty("pixstream.screenshots", "."));
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
  }
}
