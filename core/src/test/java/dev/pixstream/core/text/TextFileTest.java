package dev.pixstream.core.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir private Path directory;

  private Path file(String text, Charset charset) throws IOException {
    var file = directory.resolve("file");
    Files.write(file, text.getBytes(charset));
    return file;
  }

  @Test
  @Tag("telemetry.5")
  void a_byte_order_mark_at_the_start_is_read_over() throws IOException {
    Files.writeString(directory.resolve("file"), "\uFEFFport=1\r\nnome=São\uFEFF\r\n");
    assertEquals("port=1\r\nnome=São\uFEFF\r\n", TextFile.read(directory.resolve("file")));
  }

  @Test
  @Tag("telemetry.5")
  void another_encoding_is_refused_by_its_name() {
    for (var charset : List.of(UTF_16LE, UTF_16BE)) {
      var failure =
          assertThrows(NotUtf8Exception.class, () -> TextFile.read(file("\uFEFFport=1", charset)));
      assertEquals("is UTF-16: save it as UTF-8", failure.getMessage());
    }
    var latin =
        assertThrows(NotUtf8Exception.class, () -> TextFile.read(file("nome=São", ISO_8859_1)));
    assertEquals("is no text in UTF-8", latin.getMessage());
  }

  @Test
  @Tag("access.16")
  void a_secret_that_strangers_can_read_is_told() throws IOException {
    var secret = file("secret", ISO_8859_1);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(Permissions.warning(secret).orElseThrow().contains("chmod o= " + secret));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    assertTrue(Permissions.warning(secret).isEmpty());
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw--w-"));
    assertTrue(Permissions.warning(secret).isPresent());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    assertTrue(Permissions.warning(secret).isEmpty(), "nobody else comes into its folder");
  }

  @Test
  @Tag("access.16")
  void what_is_written_for_the_owner_alone_is_open_to_nobody_else() throws IOException {
    var made = directory.resolve("made");
    PrivateOutput.append(made, "one\n");
    PrivateOutput.append(made, "two\n");
    assertEquals("one\ntwo\n", Files.readString(made));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertThrows(IOException.class, () -> PrivateOutput.writeNew(made, "three"));
    assertEquals("one\ntwo\n", Files.readString(made));
  }
}
