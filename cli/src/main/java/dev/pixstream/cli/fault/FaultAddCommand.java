package dev.pixstream.cli.fault;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.serve.FaultOptions;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.text.TextFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Orders faults. */
@Command(
    name = "add",
    description = "Orders a fault, or a script of them, and lists what is active then.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class FaultAddCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Parameters(paramLabel = "FAULT", arity = "0..1", description = "What it does.")
  private Optional<String> fault = Optional.empty();

  @Mixin private FaultOptions options = new FaultOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "The same seed gives each request the same fate. Default: any.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--script",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The faults of a file, as POST /api/util/faults takes them.")
  private Optional<Path> script = Optional.empty();

  @Option(
      names = "--replace",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Clear what is active first.")
  private boolean replace;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    if (fault.isPresent() == script.isPresent()) {
      throw new ParameterException(spec.commandLine(), "Expected either FAULT or --script FILE");
    }
    if (script.isPresent() && !options.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Expected either --script or the options of one fault");
    }
    var body = script.isPresent() ? read(script.get()) : one(fault.orElseThrow());
    seed.ifPresent(value -> body.put("seed", value));
    server.checkReachable();
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      var answer =
          replace ? client.put(FaultCommand.PATH, body) : client.post(FaultCommand.PATH, body);
      FaultCommand.print(answer, Optional.empty(), json.isOn(), spec.commandLine().getOut());
    }
    return 0;
  }

  private JsonObject one(String name) {
    return new JsonObject().put("faults", new JsonArray().add(options.json(name)));
  }

  private static JsonObject read(Path file) {
    try {
      return new JsonObject(TextFile.read(file));
    } catch (IOException e) {
      throw CommandFailure.usage("can't read " + file + ": " + e);
    } catch (DecodeException e) {
      throw CommandFailure.usage(file + " is no JSON object");
    }
  }
}
