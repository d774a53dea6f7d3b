package dev.pixstream.server.json;

import dev.pixstream.core.model.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Puts stored bytes into JSON without reading them. */
public final class RawMember {
  private RawMember() {}

  /** The object, which has members, with one more. */
  public static Buffer append(JsonObject object, String name, Payload payload) {
    var json = object.toBuffer();
    return json.slice(0, json.length() - 1)
        .copy()
        .appendString(",\"" + name + "\":")
        .appendBytes(payload.bytes())
        .appendString("}");
  }
}
