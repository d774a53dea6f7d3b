package dev.pixstream.cli;

import dev.pixstream.core.Ispb;
import picocli.CommandLine.Option;

/** Whose dead letters. */
final class IspbOption {

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      required = true,
      converter = Converters.OfIspb.class,
      description = "Who receives the messages: 8 characters of 0-9 and A-Z.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Ispb ispb;

  Ispb ispb() {
    return ispb;
  }
}
