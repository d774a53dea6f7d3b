package dev.pixstream.cli.security;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.text.Permissions;
import dev.pixstream.core.text.PrivateOutput;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key. */
@Command(
    name = "key",
    description = "Makes a key for a caller, and the line of it for the server's file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "The key goes to stdout or --output, once: it is kept nowhere. The line, which holds its hash",
      "alone, goes to stderr or --add-to, for the server's --api-keys, which is read again by",
      "itself. New files are made for their owner alone, which a shell's > does not do.",
      "",
      "Examples:",
      "  pixstream key 12345678 --role collector --output bank.key --add-to keys.txt",
      "  pixstream key --role admin --output admin.key --add-to keys.txt",
      "  pixstream key --role metrics --output prometheus.key --add-to keys.txt"
    })
public final class KeyCommand implements Callable<Integer> {

  private static final Path STDOUT = Path.of("/proc/self/fd/1");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "ISPB",
      arity = "0..1",
      converter = Converters.OfIspb.class,
      description =
          "Whose lane it reaches. An administrator's key, or one for metrics, needs none.")
  private Optional<Ispb> ispb = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "collector, publisher, admin, metrics, or several with commas.")
  private String role = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "A new file for the key. Default: stdout.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--add-to",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The file of keys that gets the line. Default: stderr.")
  private Optional<Path> keys = Optional.empty();

  @Override
  public Integer call() {
    var roles =
        Role.parseAll(role)
            .orElseThrow(() -> CommandFailure.usage("--role: expected " + Role.EXPECTED));
    if (ispb.isEmpty() && !Role.needNoIspb(roles)) {
      throw CommandFailure.usage("a key of a collector or publisher needs an ISPB");
    }
    var key = ApiKey.generate(ispb, roles);
    try {
      write(key);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.failed(e.getMessage() + " is there already; choose another file");
    } catch (IOException e) {
      throw CommandFailure.failed("can't write the key: " + e.getMessage());
    }
    return 0;
  }

  /** The key first: a line without its key would be a caller that nobody can be. */
  private void write(ApiKey key) throws IOException {
    if (output.isPresent()) {
      PrivateOutput.writeNew(output.get(), key.secret() + "\n");
    } else {
      print(key.secret(), spec.commandLine().getOut());
    }
    if (keys.isPresent()) {
      PrivateOutput.append(keys.get(), key.line() + "\n");
    } else {
      print(key.line(), spec.commandLine().getErr());
    }
    if (output.isEmpty()) {
      // As a comment, since stderr may be the file of keys.
      Permissions.warning(STDOUT)
          .ifPresent(open -> print("# " + open, spec.commandLine().getErr()));
    }
  }

  private static void print(String line, PrintWriter to) {
    to.println(line);
    to.flush();
  }
}
