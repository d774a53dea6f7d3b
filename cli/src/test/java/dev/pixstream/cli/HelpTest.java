package dev.pixstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class HelpTest {
  @Test
  void the_launcher_names_every_command() throws IOException, InterruptedException {
    var script = Path.of("..", "pixstream").toAbsolutePath().toString();
    var process = new ProcessBuilder(script, "help").redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    for (var command : PixStream.class.getAnnotation(Command.class).subcommands()) {
      var name = CommandLine.Model.CommandSpec.forAnnotatedObject(command).name();
      assertTrue(said.contains("\n  " + name + " "), name + " is missing in\n" + said);
    }
  }
}
