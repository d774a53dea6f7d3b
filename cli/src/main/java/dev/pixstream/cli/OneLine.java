package dev.pixstream.cli;

import dev.pixstream.cli.settings.Settings;
import dev.pixstream.cli.terminal.CommandFailure;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in one line on stderr. Only our own mistakes have a stack trace. */
final class OneLine implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Settings settings;

  OneLine(Settings settings) {
    this.settings = settings;
  }

  static int print(CommandLine command, String message, int status) {
    PrintWriter err = command.getErr();
    err.println("pixstream: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    err.flush();
    return status;
  }

  @Override
  public int handleParseException(ParameterException fault, String[] args) {
    var command = fault.getCommandLine();
    var message = new StringBuilder(String.valueOf(fault.getMessage()));
    if (fault.getArgSpec() != null) {
      settings
          .find(fault.getArgSpec())
          .filter(setting -> setting.value().equals(fault.getValue()))
          .ifPresent(setting -> message.append(" (set by ").append(setting.origin()).append(")"));
    }
    if (!command.getSubcommands().isEmpty()
        && command.getCommandSpec().positionalParameters().isEmpty()) {
      message.append(": expected ").append(commands(command));
    }
    if (fault instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message.append("; did you mean ").append(unmatched.getSuggestions().getFirst()).append("?");
    } else {
      message.append("; see ").append(command.getCommandSpec().qualifiedName()).append(" --help");
    }
    return print(command, message.toString(), CommandFailure.USAGE);
  }

  private static String commands(CommandLine command) {
    return "one of " + String.join(", ", command.getSubcommands().keySet());
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof CommandFailure told) {
      return print(command, told.getMessage(), told.status());
    }
    LoggerFactory.getLogger(OneLine.class).error("This should not have happened", failure);
    return CommandFailure.FAILED;
  }
}
