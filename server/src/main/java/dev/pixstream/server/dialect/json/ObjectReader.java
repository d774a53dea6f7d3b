package dev.pixstream.server.dialect.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.json.Position;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object by its {@link Shape} into the texts of its leaves, by pointer. Knows JSON
 * alone: which members there are, once each, of the right type. What they mean comes later.
 */
final class ObjectReader {

  /** Generous for 15 digits; a longer one is an attack on the arithmetic, not an amount. */
  private static final int NUMBER_LENGTH_MAX = 64;

  /** A misspelt name helps to find it; anything else in its place may be data. */
  private static final Pattern NAME_TO_REPEAT = Pattern.compile("[A-Za-z_]{1,32}");

  private final JsonParser parser;
  private final String base;
  private final Map<String, String> leaves = new HashMap<>();

  private ObjectReader(JsonParser parser, String base) {
    this.parser = parser;
    this.base = base;
  }

  /**
   * The leaves of the object that starts at the parser's current token.
   *
   * @param base pointer of the object within the body, to tell where a fault is
   */
  public static Map<String, String> read(JsonParser parser, Shape.Members shape, String base)
      throws IOException {
    var reader = new ObjectReader(parser, base);
    reader.value(shape);
    return reader.leaves;
  }

  private void value(Shape shape) throws IOException {
    JsonToken token = parser.currentToken();
    switch (shape) {
      case Shape.Members members -> {
        require(token == JsonToken.START_OBJECT, shape, "an object");
        members(members);
      }
      case Shape.Text _ -> {
        require(token == JsonToken.VALUE_STRING, shape, "a string");
        leaves.put(shape.pointer(), parser.getText());
      }
      case Shape.Decimal _ -> {
        require(token != null && token.isNumeric(), shape, "a number");
        if (parser.getTextLength() > NUMBER_LENGTH_MAX) {
          throw fault(shape.pointer(), "must have at most " + NUMBER_LENGTH_MAX + " characters");
        }
        leaves.put(shape.pointer(), parser.getText());
      }
    }
  }

  private void members(Shape.Members shape) throws IOException {
    var seen = new HashSet<String>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Shape member = shape.byName().get(name);
      if (member == null) {
        throw unknown(shape, name);
      }
      if (!seen.add(name)) {
        throw fault(member.pointer(), "must not be given twice");
      }
      parser.nextToken();
      value(member);
    }
    for (var member : shape.byName().entrySet()) {
      if (member.getValue().required() && !seen.contains(member.getKey())) {
        throw fault(member.getValue().pointer(), "is missing");
      }
    }
  }

  private InvalidBodyException unknown(Shape.Members shape, String name) {
    String known = "known ones are " + String.join(", ", shape.byName().keySet());
    return NAME_TO_REPEAT.matcher(name).matches()
        ? fault(shape.pointer() + "/" + name, "is not a known member; " + known)
        : fault(
            shape.pointer(),
            "has an unknown member at "
                + Position.of(parser.currentTokenLocation())
                + "; "
                + known);
  }

  private void require(boolean holds, Shape shape, String expected) {
    if (!holds) {
      throw fault(shape.pointer(), "must be " + expected + ", not " + kind(parser.currentToken()));
    }
  }

  private static String kind(@Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case null, default -> "the end of something else";
    };
  }

  private InvalidBodyException fault(String pointer, String detail) {
    return new InvalidBodyException(base + pointer, detail);
  }
}
