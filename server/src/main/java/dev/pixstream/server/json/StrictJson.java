package dev.pixstream.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;

/** A body that is one JSON object, with each member once: of two, one would be passed over. */
public final class StrictJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private StrictJson() {}

  /**
   * The object.
   *
   * @throws InvalidBodyException if it is none
   */
  public static JsonObject object(byte[] body) {
    var text = Utf8.decode(body).toString();
    try (var parser = FACTORY.createParser(text)) {
      if (JacksonCodec.fromParser(parser, Object.class) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException | IOException e) {
      throw new InvalidBodyException("", "must be well-formed JSON, with each member once");
    }
    throw new InvalidBodyException("", "must be an object");
  }
}
