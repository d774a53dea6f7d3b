package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.postgres.LanesElsewhereException;
import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUnfitException;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.processing.ProcessorException;
import dev.pixstream.server.security.InvalidSecurityException;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/** Why a server did not start, in words for the person at the terminal. */
final class StartFailure {

  private StartFailure() {}

  /** A line if it is for the user to mend, else the failure as it is. */
  static RuntimeException explain(
      RuntimeException failure, ServerOptions options, DatabaseUrl database) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof BindException) {
        return ListenAddress.failure(options.host(), options.port(), at);
      }
      if (at instanceof ProcessorException || at instanceof InvalidSecurityException) {
        return CommandFailure.usage(String.valueOf(at.getMessage()));
      }
      if (at instanceof RedisUnfitException
          || at instanceof LanesElsewhereException
          || at instanceof DatabaseUnfitException) {
        return CommandFailure.failed(String.valueOf(at.getMessage()));
      }
      if (at instanceof SQLException
          || at instanceof IOException
          || at instanceof TimeoutException) {
        return CommandFailure.failed(
            "can't use the database at %s: %s".formatted(database, firstLine(at)));
      }
    }
    return failure;
  }

  private static String firstLine(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnknownHostException) {
        return "unknown host";
      }
    }
    var message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("no reason given");
  }
}
