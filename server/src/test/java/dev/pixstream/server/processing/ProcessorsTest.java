package dev.pixstream.server.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.processing.PaymentProcessor;
import dev.pixstream.core.store.queue.Payment;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors are named in the configuration. */
class ProcessorsTest {
  private static final String SERVICE =
      "META-INF/services/dev.pixstream.core.processing.PaymentProcessor";
  private static final String SOURCE =
      """
      public class Mine implements dev.pixstream.core.processing.PaymentProcessor {
        public String name() {
          return "mine";
        }

        public void configure(java.util.Map<String, String> settings) {
          if (!settings.containsKey("key")) {
            throw new IllegalArgumentException("it needs a key");
          }
        }

        public void process(java.util.List<dev.pixstream.core.store.queue.Payment> payments) {}
      }
      """;

  @TempDir private Path directory;

  @Test
  @Tag("processing.13")
  void one_that_the_service_loader_finds_is_chosen_by_its_name() {
    assertEquals("test", chosen(options("test")));
  }

  @Test
  void the_ledger_and_the_webhook_ship() {
    assertEquals("ledger", chosen(ProcessorOptions.DEFAULT));
    var settings = Map.of("url", "http://localhost/", "secret", "0123456789abcdef");
    assertEquals("webhook", chosen(new ProcessorOptions("webhook", settings, Optional.empty())));
  }

  @Test
  @Tag("processing.13")
  void an_unknown_name_is_refused_with_those_there_are() {
    var refusal = assertThrows(ProcessorException.class, () -> chosen(options("legder")));
    assertEquals(
        "there is no processor 'legder'; there are: ledger, webhook, test", refusal.getMessage());
  }

  @Test
  void a_wrong_setting_is_refused_in_words() {
    var refusal = assertThrows(ProcessorException.class, () -> chosen(options("webhook")));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("processor webhook: "));
  }

  @Test
  @Tag("processing.13")
  void one_in_a_jar_of_the_plugins_is_found_and_configured() throws IOException {
    jar();
    var plugins = Optional.of(directory);
    assertEquals("mine", chosen(new ProcessorOptions("mine", Map.of("key", "v"), plugins)));
    var refusal =
        assertThrows(
            ProcessorException.class,
            () -> chosen(new ProcessorOptions("mine", Map.of(), plugins)));
    assertEquals("processor mine: it needs a key", refusal.getMessage());
  }

  private static String chosen(ProcessorOptions options) {
    try (var processors = Processors.find(options, ProcessorsTest::ledger);
        var processor = processors.choose(options)) {
      return processor.name();
    }
  }

  private static ProcessorOptions options(String name) {
    return new ProcessorOptions(name, Map.of(), Optional.empty());
  }

  private static PaymentProcessor ledger() {
    return new PaymentProcessor() {
      @Override
      public String name() {
        return "ledger";
      }

      @Override
      public void process(List<Payment> payments) {}
    };
  }

  private void jar() throws IOException {
    var source =
        new SimpleJavaFileObject(URI.create("string:///Mine.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignored) {
            return SOURCE;
          }
        };
    var classes = Files.createDirectory(directory.resolve("classes"));
    var options =
        List.of(
            "-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertTrue(compiler.getTask(null, null, null, options, null, List.of(source)).call());
    try (var out = new JarOutputStream(Files.newOutputStream(directory.resolve("mine.jar")))) {
      out.putNextEntry(new JarEntry("Mine.class"));
      out.write(Files.readAllBytes(classes.resolve("Mine.class")));
      out.putNextEntry(new JarEntry(SERVICE));
      out.write("Mine".getBytes(StandardCharsets.UTF_8));
    }
  }
}
