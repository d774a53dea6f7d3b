package dev.pixstream.core.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in UTF-8, as editors of every system write it. */
public final class TextFile {
  private static final String MARK = "\uFEFF";

  private TextFile() {}

  /**
   * What a file holds, without a byte order mark at its start.
   *
   * @throws NotUtf8Exception if it is UTF-16, or no text
   * @throws IOException if it can't be read
   */
  public static String read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length >= 2 && (isMark(bytes[0], bytes[1]) || isMark(bytes[1], bytes[0]))) {
      throw new NotUtf8Exception("is UTF-16: save it as UTF-8");
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NotUtf8Exception("is no text in UTF-8");
    }
  }

  private static boolean isMark(byte first, byte second) {
    return first == (byte) 0xFE && second == (byte) 0xFF;
  }
}
