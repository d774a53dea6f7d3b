package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/**
 * A folder as it was written. It is looked for only when it is needed: a node with a database
 * elsewhere needs no home.
 */
record DataFolder(String text) {

  /**
   * Where it is.
   *
   * @throws CommandFailure if it is in a home and this user has none
   */
  Path path() {
    try {
      return new Converters.OfPath().convert(text);
    } catch (picocli.CommandLine.TypeConversionException e) {
      throw CommandFailure.usage("--data: " + e.getMessage());
    }
  }

  /** From text. */
  static final class Of implements ITypeConverter<DataFolder> {
    @Override
    public DataFolder convert(String value) {
      return new DataFolder(value);
    }
  }
}
