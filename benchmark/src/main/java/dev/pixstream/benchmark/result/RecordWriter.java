package dev.pixstream.benchmark.result;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes records of numbers, texts, lists, maps and records, by the names of their components. */
final class RecordWriter {
  private RecordWriter() {}

  static void write(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case String text -> out.writeString(text);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case List<?> list -> {
        out.writeStartArray();
        for (Object element : list) {
          write(out, element);
        }
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (var entry : new TreeMap<>(map).entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case Record whole -> members(out, whole);
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
    }
  }

  private static void members(JsonGenerator out, Record whole) throws IOException {
    out.writeStartObject();
    for (var component : whole.getClass().getRecordComponents()) {
      out.writeFieldName(component.getName());
      try {
        write(out, component.getAccessor().invoke(whole));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    out.writeEndObject();
  }
}
