package dev.pixstream.cli.dlq;

import dev.pixstream.cli.terminal.Version;
import picocli.CommandLine.Command;

/** Dead letters: messages whose processing failed for good. */
@Command(
    name = "dlq",
    description = "Shows, replays and discards dead letters: what could not be processed.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqReplayCommand.class,
      DlqDiscardCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  pixstream dlq list --ispb 12345678",
      "  pixstream dlq show --ispb 12345678 E32074986202402211927a1b2c3d4e5f",
      "  pixstream dlq replay --ispb 12345678 --all",
      "  pixstream dlq discard --ispb 12345678 E32074986202402211927a1b2c3d4e5f --reason 'paid by hand'"
    })
public final class DlqCommand {
  static final String PATH = "/api/admin/dead-letters";
}
