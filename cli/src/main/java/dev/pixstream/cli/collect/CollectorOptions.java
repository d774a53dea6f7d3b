package dev.pixstream.cli.collect;

import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.client.Accept;
import picocli.CommandLine.Option;

/** How messages are pulled. */
public final class CollectorOptions {

  @Option(
      names = "--collectors",
      paramLabel = "N",
      defaultValue = "6",
      converter = Converters.OfCollectors.class,
      description = "How many streams in parallel for each institution, 1 to 6. Default: 6.")
  private int collectors;

  @Option(
      names = "--accept",
      paramLabel = "FORM",
      defaultValue = "multipart",
      description = "multipart (up to 10 messages at once) or json (one). Default: multipart.")
  private Accept accept = Accept.MULTIPART;

  public int collectors() {
    return collectors;
  }

  public Accept accept() {
    return accept;
  }
}
