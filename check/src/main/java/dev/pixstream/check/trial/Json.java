package dev.pixstream.check.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** A JSON value. Each knows its very text, since bytes are what is promised. */
public sealed interface Json {
  /** The value as it was written. */
  String source();

  /** An object; of a member that is given twice the first one counts. */
  record Members(String source, SequencedMap<String, Json> byName) implements Json {
    public Optional<Json> get(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    /** The text of that member; empty if there is none or it is no string. */
    public Optional<String> text(String name) {
      return get(name)
          .flatMap(value -> value instanceof Text t ? Optional.of(t.value()) : Optional.empty());
    }
  }

  /** An array. */
  record Elements(String source, List<Json> values) implements Json {}

  /** A string. */
  record Text(String source, String value) implements Json {}

  /** A number. */
  record Numeral(String source) implements Json {}

  /** true, false or null. */
  record Word(String source) implements Json {}

  /** The text is not JSON. */
  final class MalformedException extends Exception {
    MalformedException(String what, int at) {
      super(what + " at character " + (at + 1));
    }
  }

  /**
   * The value that the text spells, by RFC 8259 to the letter.
   *
   * @throws MalformedException if it spells none
   */
  static Json parse(String text) throws MalformedException {
    return new Parser(text).parse();
  }

  /** A string with its quotes. */
  static String quote(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default ->
            out.append(
                c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }

  /** One pass over one text. */
  final class Parser {
    private static final int DEPTH_MAX = 64;

    private final String text;
    private int at;
    private int depth;

    private Parser(String text) {
      this.text = text;
    }

    private Json parse() throws MalformedException {
      skipSpace();
      var value = value();
      skipSpace();
      if (at < text.length()) {
        throw new MalformedException("something after the value", at);
      }
      return value;
    }

    private Json value() throws MalformedException {
      int from = at;
      if (++depth > DEPTH_MAX) {
        throw new MalformedException("too deep", at);
      }
      var value =
          switch (at < text.length() ? text.charAt(at) : ' ') {
            case '{' -> {
              var members = members();
              yield new Members(text.substring(from, at), members);
            }
            case '[' -> {
              var values = elements();
              yield new Elements(text.substring(from, at), values);
            }
            case '"' -> {
              var string = string();
              yield new Text(text.substring(from, at), string);
            }
            default -> scalar();
          };
      depth--;
      return value;
    }

    private SequencedMap<String, Json> members() throws MalformedException {
      var members = new LinkedHashMap<String, Json>();
      at++;
      skipSpace();
      if (take('}')) {
        return members;
      }
      do {
        skipSpace();
        var name = string();
        skipSpace();
        expect(':');
        skipSpace();
        members.putIfAbsent(name, value());
        skipSpace();
      } while (take(','));
      expect('}');
      return members;
    }

    private List<Json> elements() throws MalformedException {
      var values = new ArrayList<Json>();
      at++;
      skipSpace();
      if (take(']')) {
        return values;
      }
      do {
        skipSpace();
        values.add(value());
        skipSpace();
      } while (take(','));
      expect(']');
      return values;
    }

    private String string() throws MalformedException {
      expect('"');
      var value = new StringBuilder();
      while (!take('"')) {
        if (at >= text.length() || text.charAt(at) < ' ') {
          throw new MalformedException("a string does not end", at);
        }
        char c = text.charAt(at++);
        value.append(c == '\\' ? escaped() : c);
      }
      return value.toString();
    }

    private char escaped() throws MalformedException {
      char c = at < text.length() ? text.charAt(at++) : ' ';
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw new MalformedException("a wrong escape", at);
          }
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> throw new MalformedException("a wrong escape", at);
      };
    }

    private Json scalar() throws MalformedException {
      int from = at;
      while (at < text.length()
          && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      var word = text.substring(from, at);
      if (word.matches("true|false|null")) {
        return new Word(word);
      }
      if (word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
        return new Numeral(word);
      }
      throw new MalformedException("no value", from);
    }

    private void skipSpace() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private boolean take(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char c) throws MalformedException {
      if (!take(c)) {
        throw new MalformedException("no '" + c + "'", at);
      }
    }
  }
}
