package dev.pixstream.cli;

import dev.pixstream.core.Ispb;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
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
      "The key goes to stdout, once: it is kept nowhere. The line, which holds its hash alone,",
      "goes to stderr; append it to the file of --api-keys, which a server reads again by itself.",
      "",
      "Examples:",
      "  pixstream key 12345678 --role collector > bank.key 2>> keys.txt",
      "  pixstream key --role admin > admin.key 2>> keys.txt"
    })
final class KeyCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "ISPB",
      arity = "0..1",
      converter = Converters.OfIspb.class,
      description = "Whose lane it reaches. An administrator's key needs none.")
  private Optional<Ispb> ispb = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "collector, publisher, admin, or several with commas.")
  private String role = "";

  @Override
  public Integer call() {
    var roles =
        Role.parseAll(role)
            .orElseThrow(() -> CommandFailure.usage("--role: expected " + Role.EXPECTED));
    if (ispb.isEmpty() && !roles.contains(Role.ADMIN)) {
      throw CommandFailure.usage("a key that is no administrator's needs an ISPB");
    }
    var key = ApiKey.generate(ispb, roles);
    spec.commandLine().getErr().println(key.line());
    spec.commandLine().getErr().flush();
    spec.commandLine().getOut().println(key.secret());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
