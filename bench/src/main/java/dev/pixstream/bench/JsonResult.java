package dev.pixstream.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Results to and from JSON. */
public final class JsonResult {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private JsonResult() {}

  /** One line. */
  public static String write(BenchResult result) {
    try {
      return MAPPER.writeValueAsString(result);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The result that was written.
   *
   * @throws BenchFailure if it is none
   */
  public static BenchResult read(String json) {
    try {
      var result = MAPPER.readValue(json, BenchResult.class);
      if (result.format().equals(BenchResult.FORMAT)) {
        return result;
      }
    } catch (JacksonException _) {
      // Told below; its own message shows what is in the file.
    }
    throw new BenchFailure("no result of pixstream bench (" + BenchResult.FORMAT + ")");
  }
}
