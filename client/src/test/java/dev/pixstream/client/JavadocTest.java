package dev.pixstream.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavadocTest {

  /** The tests of {@code cli} run the examples at a real server. */
  private static final Path EXAMPLES = Path.of("..", "cli", "src", "test", "java");

  /** Tags that would repeat the sentence above them. */
  private static final Pattern OFTEN_SAID_ALREADY = Pattern.compile("no @(param|return|throws)\\b");

  @TempDir private Path pages;

  @Test
  @Tag("client.8")
  void it_is_complete_and_its_examples_are_there() throws Exception {
    var said = new StringWriter();
    var writer = new PrintWriter(said, true);
    int status =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(
                writer,
                writer,
                "-quiet",
                "-Xdoclint:all",
                "--snippet-path",
                EXAMPLES.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-sourcepath",
                Path.of("src", "main", "java").toString(),
                "-d",
                pages.toString(),
                "dev.pixstream.client");
    assertEquals(
        List.of(),
        said.toString()
            .lines()
            .filter(line -> line.contains(" warning: ") || line.contains(" error: "))
            .filter(line -> !OFTEN_SAID_ALREADY.matcher(line).find())
            .toList());
    assertEquals(0, status, said.toString());
    var page = Files.readString(pages.resolve("dev/pixstream/client/PixCollector.html"));
    assertTrue(page.contains("PixCollector.builder(server)"), "the example is in the page");
  }
}
