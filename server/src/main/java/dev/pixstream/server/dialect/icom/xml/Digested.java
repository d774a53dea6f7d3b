package dev.pixstream.server.dialect.icom.xml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.xml.crypto.dsig.Reference;

/** The bytes whose digest a reference is. */
final class Digested {
  private Digested() {}

  /** They are there when the reference was validated with its bytes kept. */
  static String of(Reference reference) {
    var input = reference.getDigestInputStream();
    if (input == null) {
      return "";
    }
    try (input) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
