package dev.pixstream.cli.remote;

import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.core.model.Ispb;
import picocli.CommandLine.Option;

/** Whose dead letters. */
public final class IspbOption {

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      required = true,
      converter = Converters.OfIspb.class,
      description = "Who receives the messages: 8 characters of 0-9 and A-Z.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Ispb ispb;

  public Ispb ispb() {
    return ispb;
  }
}
