package dev.pixstream.server.contract;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console with a keyboard and nothing else. */
@ContractTest(waitMs = 300, worker = false)
final class ConsoleKeyboardTest {
  private static final int TABS_MAX = 60;
  private static final String FOCUSED =
      "selector => document.activeElement && document.activeElement.matches(selector)";

  /** The outline of what has the focus, as it is drawn. */
  private static final String OUTLINE =
      "(() => { const style = getComputedStyle(document.activeElement);"
          + " return style.outlineStyle + ' ' + style.outlineWidth; })()";

  private static final String FOCUS = "document.activeElement.outerHTML.slice(0, 200)";

  private static final String COUNT_SAMPLES =
      "window.samples = 0;"
          + "document.addEventListener('htmx:sseBeforeMessage', () => { window.samples += 1; });";

  /** What can have the focus and is replaced by samples; links and buttons of a kind once. */
  private static final String LIVE =
      "[sse-swap] .scroll, [sse-swap] th[scope=row] a, [sse-swap] button";

  private final Service service;
  private Browser browser;

  ConsoleKeyboardTest(Service service) {
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

  @Test
  @Tag("telemetry.8")
  void a_lane_is_reached_and_its_stream_closed_with_the_keyboard() {
    var lane = service.lane();
    lane.store(1, 10);
    lane.start();
    var page = browser.page(service.node(), "en-GB", 1280, 800);
    page.onDialog(Dialog::accept);
    page.navigate("/console?q=" + lane.ispb());
    press(page, "#lane-" + lane.ispb(), "Enter");
    assertThat(page.locator("h1")).containsText(lane.ispb());
    assertThat(page.locator("#live-state")).hasText("live");

    press(page, "button.danger", "Enter");

    assertThat(page.locator("#toast")).containsText("10 messages went back");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?q=", "/lanes/"})
  @Tag("telemetry.8")
  void the_focus_stays_where_it_is_while_samples_come(String place) {
    var lane = service.lane();
    lane.store(1, 10);
    lane.start();
    var page = browser.page(service.node(), "en-GB", 1280, 800);
    page.navigate("/console" + place + lane.ispb());
    assertThat(page.locator("#live-state")).hasText("live");
    page.evaluate(COUNT_SAMPLES);

    for (var focusable : page.locator(LIVE).all()) {
      focusable.focus();
      var focused = page.evaluate(FOCUS);
      page.evaluate("window.samples = 0");
      page.waitForFunction("() => window.samples > 4");
      assertTrue(page.evaluate(FOCUSED, LIVE).equals(true), () -> focused + " lost the focus");
    }
  }

  @Test
  @Tag("telemetry.9")
  void what_an_order_came_to_is_told_however_long_it_took() {
    var lane = service.lane();
    lane.store(1, 10);
    lane.start();
    var page = browser.page(service.node(), "en-GB", 1280, 800);
    page.onDialog(Dialog::accept);
    List<Route> held = new ArrayList<>();
    page.route("**/streams/*/end", held::add);
    page.navigate("/console/lanes/" + lane.ispb());
    assertThat(page.locator("#live-state")).hasText("live");

    page.locator("button.danger").click();
    page.waitForCondition(() -> !held.isEmpty());
    page.evaluate(COUNT_SAMPLES);
    page.waitForFunction("() => window.samples > 8");
    held.getFirst().resume();

    assertThat(page.locator("#toast")).containsText("10 messages went back");
  }

  @Test
  @Tag("telemetry.8")
  void a_dead_letter_is_discarded_with_the_keyboard() {
    var lane = service.lane();
    lane.store(1, 1);
    lane.drain(lane.start().next());
    new HandWorker(service.database(), lane.ispb()).kill(List.of(1));
    var page = browser.page(service.node(), "en-GB", 1280, 800);
    page.onDialog(Dialog::accept);
    page.navigate("/console?q=" + lane.ispb());
    press(page, "#dead-" + lane.ispb(), "Enter");
    reach(page, "#reason");
    page.keyboard().type("a test");
    press(page, "input[name=name]", "Space");
    reachBack(page, "button[name=discard]");
    page.keyboard().press("Enter");

    assertThat(page.locator("#work-over")).containsText("1 discarded");
  }

  private static void press(Page page, String selector, String key) {
    reach(page, selector);
    page.keyboard().press(key);
  }

  private static void reach(Page page, String selector) {
    walk(page, selector, "Tab");
  }

  private static void reachBack(Page page, String selector) {
    walk(page, selector, "Shift+Tab");
  }

  /** Goes on until this has the focus; all on the way shows that it has it. */
  private static void walk(Page page, String selector, String key) {
    assertThat(page.locator(selector)).hasCount(1);
    for (int i = 0; i < TABS_MAX; i++) {
      page.keyboard().press(key);
      if (page.evaluate(FOCUSED, "body").equals(false)) {
        assertEquals("solid 2px", page.evaluate(OUTLINE), () -> page.evaluate(FOCUS).toString());
      }
      if (page.evaluate(FOCUSED, selector).equals(true)) {
        return;
      }
    }
    fail(selector + " can't be reached with " + key);
  }
}
