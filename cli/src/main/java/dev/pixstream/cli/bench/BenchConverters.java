package dev.pixstream.cli.bench;

import dev.pixstream.cli.terminal.Converters;
import java.math.BigDecimal;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From text to values that only a measurement has. */
final class BenchConverters {

  private BenchConverters() {}

  /** How many lanes. */
  static final class OfLanes extends Converters.OfNumber {
    OfLanes() {
      super(10_000, "lanes");
    }
  }

  /** How many connections store. */
  static final class OfPublishers extends Converters.OfNumber {
    OfPublishers() {
      super(1_000, "publishers");
    }
  }

  /** How many messages go into one request. */
  static final class OfArray extends Converters.OfNumber {
    OfArray() {
      super(1_000, "messages");
    }
  }

  /** How many servers. */
  static final class OfNodes extends Converters.OfNumber {
    OfNodes() {
      super(8, "nodes");
    }
  }

  /** How many messages are stored before a drain. */
  static final class OfBacklog extends Converters.OfNumber {
    OfBacklog() {
      super(100_000_000, "messages");
    }
  }

  /** A decimal number between bounds. */
  abstract static class OfDecimal implements ITypeConverter<Double> {
    private final double min;
    private final double max;
    private final String what;

    OfDecimal(double min, double max, String what) {
      this.min = min;
      this.max = max;
      this.what = what;
    }

    @Override
    public Double convert(String value) {
      if (value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        double number = new BigDecimal(value).doubleValue();
        if (number >= min && number <= max) {
          return number;
        }
      }
      throw new TypeConversionException("expected " + what + " but was '" + value + "'");
    }
  }

  /** Messages a second. */
  static final class OfRate extends OfDecimal {
    OfRate() {
      super(0.1, 1_000_000, "0.1 to 1000000 messages a second");
    }
  }

  /** A multiple of real time. */
  static final class OfMultiple extends OfDecimal {
    OfMultiple() {
      super(0.0001, 100, "0.0001 to 100 times real time");
    }
  }

  /** The exponent of Zipf's law. */
  static final class OfZipf extends OfDecimal {
    OfZipf() {
      super(0, 5, "an exponent from 0 to 5");
    }
  }

  /** A node's address. The driver has no TLS: its cost would be measured as the server's. */
  static final class OfPlainUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      var url = new Converters.OfUrl().convert(value);
      if (!"http".equals(url.getScheme())) {
        throw new TypeConversionException(
            "expected an address without TLS, http://..., but was '" + value + "'");
      }
      return url;
    }
  }
}
