package dev.pixstream.redis.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One operation in Lua.
 *
 * @param name the file's, without its ending
 * @param source the text that Redis runs
 * @param sha names the text for EVALSHA
 */
public record Script(String name, String source, String sha) {
  private static final String FOLDER = "/dev/pixstream/redis/script/";

  /** An operation of lanes: what all of those share comes before its own text. */
  public static Script ofLane(String name) {
    return of(name, read("lane") + read(name));
  }

  /** An operation that stands alone. */
  public static Script alone(String name) {
    return of(name, read(name));
  }

  private static Script of(String name, String source) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      var sha = HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
      return new Script(name, source, sha);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(String name) {
    try (var file = Script.class.getResourceAsStream(FOLDER + name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException("there is no " + name + ".lua");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
