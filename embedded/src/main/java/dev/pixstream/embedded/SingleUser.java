package dev.pixstream.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL in single-user mode, which needs no connection; nothing else may run there. */
record SingleUser(Path cluster, Installation installation, Account account) {

  /** The time that a recovery may take. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  void run(List<String> arguments, String commands, String what) {
    Account.Way way = account.to(cluster);
    List<String> line = new ArrayList<>();
    line.addAll(List.of(installation.program("postgres"), "--single", "-D", way.name()));
    for (String setting :
        List.of("exit_on_error=on", "log_checkpoints=off", "password_encryption=scram-sha-256")) {
      line.addAll(List.of("-c", setting));
    }
    line.addAll(arguments);
    Command.Result result = new Command(line).after(way.prefix()).run(commands, BOUND);
    if (result.status() != 0) {
      throw new EmbeddedDatabaseException(
          "PostgreSQL could not " + what + " in " + cluster + ":\n" + result.output().strip());
    }
  }
}
