package dev.pixstream.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a JSON array of objects into the texts of its elements. It looks for where they begin and
 * end and changes nothing in them; whether each is valid JSON is for whoever reads it.
 */
final class JsonArray {

  private final String text;
  private int at;

  private JsonArray(String text) {
    this.text = text;
  }

  /**
   * The elements, each from its first brace to its last.
   *
   * @throws IllegalArgumentException if it is no array of objects; the message says where, and
   *     nothing of the content
   */
  static List<String> split(String text) {
    return new JsonArray(text).elements();
  }

  private List<String> elements() {
    var elements = new ArrayList<String>();
    expect('[');
    skipSpace();
    if (at < text.length() && text.charAt(at) == ']') {
      at++;
    } else {
      do {
        elements.add(object());
      } while (next() == ',');
      require(text.charAt(at - 1) == ']', "',' or ']'");
    }
    skipSpace();
    require(at == text.length(), "nothing more");
    return elements;
  }

  private String object() {
    expect('{');
    int start = at - 1;
    int depth = 1;
    while (depth > 0) {
      require(at < text.length(), "the end of an object");
      switch (text.charAt(at++)) {
        case '"' -> skipString();
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
    }
    require(text.charAt(at - 1) == '}', "'}'");
    return text.substring(start, at);
  }

  /** Past the closing quote. */
  private void skipString() {
    while (true) {
      require(at < text.length(), "the end of a string");
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        at++;
      }
    }
  }

  private char next() {
    skipSpace();
    require(at < text.length(), "',' or ']'");
    return text.charAt(at++);
  }

  private void expect(char c) {
    skipSpace();
    require(at < text.length() && text.charAt(at) == c, "'" + c + "'");
    at++;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + " at character " + at);
    }
  }
}
