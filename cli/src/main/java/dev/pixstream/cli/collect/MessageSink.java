package dev.pixstream.cli.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.client.Batch;
import dev.pixstream.core.text.PrivateOutput;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where collected messages go, one on each line. A batch has left the process when {@link #write}
 * returns, because it is confirmed after that.
 */
final class MessageSink implements AutoCloseable {

  private static final String STDOUT = "-";

  private final OutputStream out;

  private MessageSink(OutputStream out) {
    this.out = out;
  }

  /** Writes nowhere. */
  static MessageSink none() {
    return new MessageSink(OutputStream.nullOutputStream());
  }

  /**
   * Adds to a file, as what is in it was confirmed and is nowhere else; or writes to stdout. A new
   * file is its owner's alone: there are names and accounts in it.
   *
   * @throws CommandFailure if the file can't be written
   */
  static MessageSink to(String name) {
    try {
      // Not System.out, which keeps it to itself when its reader has gone away.
      return new MessageSink(
          name.equals(STDOUT)
              ? new FileOutputStream(FileDescriptor.out)
              : PrivateOutput.appendTo(Path.of(name)));
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.failed("can't write the output: " + String.valueOf(e.getMessage()));
    }
  }

  synchronized void write(Batch batch) throws IOException {
    var lines = new ByteArrayOutputStream();
    for (var message : batch.messages()) {
      lines.writeBytes(message.getBytes(UTF_8));
      lines.write('\n');
    }
    lines.writeTo(out);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
