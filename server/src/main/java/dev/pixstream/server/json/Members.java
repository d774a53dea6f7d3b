package dev.pixstream.server.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The members of one object of a body, read one by one; what is wrong names its pointer. */
public final class Members {
  private final JsonObject json;
  private final String base;

  private Members(JsonObject json, String base) {
    this.json = json;
    this.base = base;
  }

  /** Those of a body that is an object. */
  public static Members of(byte[] body) {
    return new Members(StrictJson.object(body), "");
  }

  public void onlyKnows(Set<String> known) {
    if (!known.containsAll(json.fieldNames())) {
      throw new InvalidBodyException(
          base, "has an unknown member; known are " + String.join(", ", new TreeSet<>(known)));
    }
  }

  public boolean has(String name) {
    return json.containsKey(name);
  }

  public String text(String name) {
    if (json.getValue(name) instanceof String text) {
      return text;
    }
    throw fault(name, has(name) ? "must be a string" : "is missing");
  }

  public int number(String name, int min, int max) {
    return (int) optionalNumber(name, min, max).orElseThrow(() -> fault(name, "is missing"));
  }

  public OptionalLong optionalNumber(String name, long min, long max) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    if (json.getValue(name) instanceof Number number
        && (number instanceof Integer || number instanceof Long)
        && number.longValue() >= min
        && number.longValue() <= max) {
      return OptionalLong.of(number.longValue());
    }
    throw fault(name, "must be a whole number from " + min + " to " + max);
  }

  /** More than 0 and up to 1. */
  public double share(String name) {
    if (json.getValue(name) instanceof Number number
        && number.doubleValue() > 0
        && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    throw fault(name, "must be a number above 0 and up to 1");
  }

  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var value : array(name, 100)) {
      if (!(value instanceof String text)) {
        throw fault(name, "must be an array of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  public List<Members> objects(String name, int max) {
    var objects = new ArrayList<Members>();
    for (var value : array(name, max)) {
      var at = base + "/" + name + "/" + objects.size();
      if (!(value instanceof JsonObject object)) {
        throw new InvalidBodyException(at, "must be an object");
      }
      objects.add(new Members(object, at));
    }
    return objects;
  }

  private JsonArray array(String name, int max) {
    if (json.getValue(name) instanceof JsonArray array && !array.isEmpty() && array.size() <= max) {
      return array;
    }
    throw fault(name, has(name) ? "must be an array of 1 to " + max : "is missing");
  }

  /** What is wrong with a member; without a name, with the object. */
  public InvalidBodyException fault(String name, String detail) {
    return new InvalidBodyException(name.isEmpty() ? base : base + "/" + name, detail);
  }
}
