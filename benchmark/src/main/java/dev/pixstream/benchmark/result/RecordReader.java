package dev.pixstream.benchmark.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what {@link RecordWriter} wrote. Anything else is an {@link IllegalArgumentException}. */
final class RecordReader {
  private RecordReader() {}

  static <T extends Record> T read(JsonParser in, Class<T> type) throws IOException {
    in.nextToken();
    return record(in, type);
  }

  private static Object value(JsonParser in, Type type) throws IOException {
    if (type == String.class) {
      expect(in, JsonToken.VALUE_STRING);
      return in.getText();
    }
    if (type == int.class) {
      return in.getIntValue();
    }
    if (type == long.class || type == Long.class) {
      return in.getLongValue();
    }
    if (type == double.class || type == Double.class) {
      return in.getDoubleValue();
    }
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class ? list(in, arguments[0]) : map(in, arguments[1]);
    }
    return record(in, ((Class<?>) type).asSubclass(Record.class));
  }

  private static void expect(JsonParser in, JsonToken token) throws IOException {
    if (in.currentToken() != token) {
      throw new IllegalArgumentException("expected " + token);
    }
  }

  private static List<Object> list(JsonParser in, Type element) throws IOException {
    expect(in, JsonToken.START_ARRAY);
    var all = new ArrayList<Object>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      all.add(value(in, element));
    }
    return List.copyOf(all);
  }

  private static Map<String, Object> map(JsonParser in, Type element) throws IOException {
    expect(in, JsonToken.START_OBJECT);
    var all = new TreeMap<String, Object>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      in.nextToken();
      all.put(name, value(in, element));
    }
    return all;
  }

  private static <T extends Record> T record(JsonParser in, Class<T> type) throws IOException {
    expect(in, JsonToken.START_OBJECT);
    var components = type.getRecordComponents();
    var values = new HashMap<String, Object>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      in.nextToken();
      var component =
          Arrays.stream(components).filter(known -> known.getName().equals(name)).findFirst();
      if (component.isPresent()) {
        values.put(name, value(in, component.get().getGenericType()));
      } else {
        in.skipChildren();
      }
    }
    if (values.size() < components.length) {
      throw new IllegalArgumentException("members are missing");
    }
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(
              Arrays.stream(components).map(known -> values.get(known.getName())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
