package dev.pixstream.core.text;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are made for their owner alone: at no moment can others read them. */
public final class PrivateOutput {

  private PrivateOutput() {}

  /**
   * Writes a new file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there already
   */
  public static void writeNew(Path file, String text) throws IOException {
    write(file, text, Set.of(CREATE_NEW, WRITE));
  }

  /** Adds to a file. One that is there keeps its permissions. */
  public static void append(Path file, String text) throws IOException {
    write(file, text, Set.of(CREATE, APPEND));
  }

  /** To add to a file. One that is there keeps its permissions. */
  public static OutputStream appendTo(Path file) throws IOException {
    return Channels.newOutputStream(open(file, Set.of(CREATE, APPEND)));
  }

  private static void write(Path file, String text, Set<OpenOption> options) throws IOException {
    try (var channel = open(file, options)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static SeekableByteChannel open(Path file, Set<OpenOption> options) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    boolean posix = folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix");
    var ownersAlone =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.newByteChannel(
        file, options, posix ? new FileAttribute<?>[] {ownersAlone} : new FileAttribute<?>[0]);
  }
}
