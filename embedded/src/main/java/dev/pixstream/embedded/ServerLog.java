package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What PostgreSQL writes about itself.
 *
 * @param file to which it is appended
 */
record ServerLog(Path file) {

  private static final String FILE = "postgresql.log";
  private static final long KEPT_BYTES = 10 << 20;
  private static final int TAIL_BYTES = 4_096;

  /** The log of a directory; a long one is put aside once, so that it can't grow for ever. */
  static ServerLog in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file) && Files.size(file) > KEPT_BYTES) {
      Files.move(file, directory.resolve(FILE + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(file)) {
      PrivateFiles.writeNew(file, "");
    }
    return new ServerLog(file);
  }

  long size() throws IOException {
    return Files.size(file);
  }

  /** The end of what was written since the log had that size. */
  String tailSince(long start) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      channel.position(Math.max(start, channel.size() - TAIL_BYTES));
      byte[] tail = Channels.newInputStream(channel).readAllBytes();
      return new String(tail, StandardCharsets.UTF_8).strip();
    }
  }
}
