package dev.pixstream.benchmark.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Results to and from JSON. */
public final class JsonResult {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonResult() {}

  /** One line. */
  public static String write(BenchResult result) {
    var text = new StringWriter();
    try (var out = JSON.createGenerator(text)) {
      RecordWriter.write(out, result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * The result that was written. Members that are not known are left out.
   *
   * @throws BenchFailure if it is none
   */
  public static BenchResult read(String json) {
    try (var in = JSON.createParser(json)) {
      var result = RecordReader.read(in, BenchResult.class);
      if (result.format().equals(BenchResult.FORMAT)) {
        return result;
      }
    } catch (JacksonException | IllegalArgumentException _) {
      // Told below; its own message shows what is in the file.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new BenchFailure("no result of pixstream bench (" + BenchResult.FORMAT + ")");
  }
}
