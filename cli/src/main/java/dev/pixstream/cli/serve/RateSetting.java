package dev.pixstream.cli.serve;

import dev.pixstream.server.limits.Rate;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A token bucket as a setting.
 *
 * @param rate empty: not limited
 */
record RateSetting(Optional<Rate> rate) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10})/s(?:,([0-9]{1,10}))?");

  /** {@code off}, {@code 750/s} or, with a burst, {@code 750/s,3750}. */
  static final class Converter implements ITypeConverter<RateSetting> {
    @Override
    public RateSetting convert(String value) {
      if (value.equals("off")) {
        return new RateSetting(Optional.empty());
      }
      var parts = FORM.matcher(value);
      if (!parts.matches()) {
        throw expected(value);
      }
      long perSecond = Long.parseLong(parts.group(1));
      long burst = parts.group(2) == null ? perSecond : Long.parseLong(parts.group(2));
      try {
        return new RateSetting(Optional.of(new Rate(perSecond, burst)));
      } catch (IllegalArgumentException e) {
        throw expected(value);
      }
    }

    private static TypeConversionException expected(String value) {
      return new TypeConversionException(
          "expected off, a rate such as 750/s, or one with a burst such as 750/s,3750, each number 1 to "
              + Rate.MAX
              + ", but was '"
              + value
              + "'");
    }
  }
}
