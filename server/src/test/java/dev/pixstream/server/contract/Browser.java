package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser. What a page complains of in its console is kept, also what its policy forbade.
 */
final class Browser implements AutoCloseable {
  /**
   * A page on a busy machine is late, not wrong; the bound of a test is what ends one that hangs.
   */
  private static final double PATIENCE_MS = 60_000;

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Browser(Path program) {
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
  }

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
  }

  /** Starts it; where there is none the tests are skipped. */
  static Browser start() {
    Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(
        program.isPresent(), "SKIPPED: there is no browser here; install chromium");
    return new Browser(program.orElseThrow());
  }

  /** A page of a visitor who has not been here before. */
  Page page(Node node, String locale, int width, int height) {
    return page(node, new Visitor(locale, width, height));
  }

  private record Visitor(String locale, int width, int height) {}

  private Page page(Node node, Visitor visitor) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL("http://127.0.0.1:" + node.port())
                .setLocale(visitor.locale())
                .setViewportSize(visitor.width(), visitor.height()));
    context.setDefaultTimeout(PATIENCE_MS);
    var page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // That an endpoint refused is what some tests are about; the browser tells of it too.
          boolean refused = message.text().startsWith("Failed to load resource");
          if (Set.of("error", "warning").contains(message.type()) && !refused) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  /**
   * Closes the pages of a test, which would go on drawing, and holds that nothing was complained of
   * in them.
   */
  void leave() {
    List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    var found = List.copyOf(complaints);
    complaints.clear();
    assertEquals(List.of(), found);
  }

  /** What a page does to people who don't see, or see little. */
  static void assertAccessible(Page page) {
    try (var in = Browser.class.getResourceAsStream("/axe.min.js")) {
      page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n;0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var serious =
        page.evaluate(
            "axe.run().then(found => found.violations"
                + ".filter(rule => ['serious', 'critical'].includes(rule.impact))"
                + ".map(rule => location.pathname + ' ' + rule.id + ' ' + rule.nodes[0].html))");
    assertEquals(List.of(), serious);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
