package dev.pixstream.server.dialect.icom;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The versions of messages that are spoken: those of catalogue 5.13. */
final class Catalog {
  /** What institutions send. */
  static final Catalog IN =
      new Catalog(
          List.of(
              "camt.029.spi.1.2",
              "camt.055.spi.1.1",
              "camt.060.spi.1.9",
              "pacs.002.spi.1.17",
              "pacs.004.spi.1.5",
              "pacs.008.spi.1.16",
              "pain.009.spi.1.1",
              "pain.011.spi.1.3",
              "pain.012.spi.1.4",
              "pain.013.spi.2.2",
              "pain.014.spi.2.4",
              "pibr.001.spi.1.3",
              "reda.014.spi.1.3",
              "reda.022.spi.1.4",
              "reda.031.spi.1.2",
              "trck.002.spi.1.1"));

  /** What they read. */
  static final Catalog OUT =
      new Catalog(
          List.of(
              "admi.002.spi.1.5",
              "admi.004.spi.1.2",
              "camt.014.spi.1.6",
              "camt.025.spi.1.0",
              "camt.029.spi.1.2",
              "camt.052.spi.1.3",
              "camt.053.spi.1.4",
              "camt.054.spi.1.16",
              "camt.055.spi.1.1",
              "pacs.002.spi.1.17",
              "pacs.004.spi.1.5",
              "pacs.008.spi.1.16",
              "pain.009.spi.1.1",
              "pain.011.spi.1.3",
              "pain.012.spi.1.4",
              "pain.013.spi.2.2",
              "pain.014.spi.2.4",
              "pibr.002.spi.1.3",
              "reda.016.spi.1.5",
              "reda.017.spi.1.2",
              "reda.041.spi.1.7"));

  private final byte[] xml;

  private Catalog(List<String> versions) {
    this.xml =
        versions.stream()
            .map(version -> "<Message>" + version + "</Message>")
            .collect(Collectors.joining("", "<Catalog>", "</Catalog>"))
            .getBytes(StandardCharsets.UTF_8);
  }

  byte[] xml() {
    return xml.clone();
  }
}
