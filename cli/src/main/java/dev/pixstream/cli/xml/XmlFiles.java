package dev.pixstream.cli.xml;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.server.dialect.icom.xml.Envelope;
import dev.pixstream.server.dialect.icom.xml.EnvelopeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the commands of envelopes read. */
final class XmlFiles {
  private static final int BYTES_MAX = 512 * 1_024;

  private XmlFiles() {}

  static Envelope envelope(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw CommandFailure.failed(file + " has more than " + BYTES_MAX + " bytes");
      }
      return Envelope.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw CommandFailure.failed(unread(file, e));
    } catch (EnvelopeException e) {
      throw CommandFailure.failed(file + ": " + e.getMessage());
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandFailure.failed(unread(file, e));
    }
  }

  private static String unread(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no file " + file
        : "can't read " + file + ": " + e.getMessage();
  }
}
