package dev.pixstream.server.console;

import dev.pixstream.server.console.live.LaneRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which lanes somebody looks at.
 *
 * @param search part of an ISPB
 * @param sort a column, with a minus before it from the largest down
 * @param page 1, 2, 3 …
 */
public record LaneQuery(String search, String sort, int page) {
  /** Lanes of a page. */
  public static final int PAGE_ROWS = 25;

  private static final String DEFAULT_SORT = "-backlog";
  private static final int SEARCH_MAX = 8;
  private static final int PAGE_MAX = 100_000;

  private static final Map<String, Comparator<LaneRow>> COLUMNS =
      Map.of(
          "ispb", Comparator.comparing(LaneRow::lane),
          "backlog", Comparator.comparingLong(LaneRow::backlog),
          "age", Comparator.comparing(LaneRow::age),
          "stored", Comparator.comparingDouble(LaneRow::stored),
          "delivered", Comparator.comparingDouble(LaneRow::delivered),
          "processed", Comparator.comparingDouble(LaneRow::processed),
          "streams", Comparator.comparingInt(LaneRow::streams),
          "inFlight", Comparator.comparingLong(LaneRow::inFlight),
          "redelivered", Comparator.comparingLong(LaneRow::redelivered),
          "dead", Comparator.comparingLong(LaneRow::dead));

  /**
   * As the fields say.
   *
   * @throws UnreadableException if one of them can't be read
   */
  static LaneQuery of(Fields fields) {
    return new LaneQuery(
        fields.read("q", LaneQuery::search, "search").orElse(""),
        fields.read("sort", LaneQuery::sort, "sort").orElse(DEFAULT_SORT),
        fields.read("page", LaneQuery::page, "page").orElse(1));
  }

  private static Optional<String> search(String text) {
    return text.length() <= SEARCH_MAX
        ? Optional.of(text.toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<String> sort(String text) {
    return COLUMNS.containsKey(text.replaceFirst("^-", "")) ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Integer> page(String text) {
    return Optional.of(text)
        .filter(number -> number.matches("[0-9]{1,6}"))
        .map(Integer::valueOf)
        .filter(page -> page >= 1 && page <= PAGE_MAX);
  }

  /** The page that this asks for; behind the last one it is the last one. */
  LaneTable of(List<LaneRow> rows) {
    var found = rows.stream().filter(row -> row.lane().contains(search)).sorted(order()).toList();
    int pages = Math.max(1, (found.size() + PAGE_ROWS - 1) / PAGE_ROWS);
    int shown = Math.min(page, pages);
    var part = found.stream().skip((long) (shown - 1) * PAGE_ROWS).limit(PAGE_ROWS).toList();
    return new LaneTable(part, at(shown), found.size(), pages);
  }

  private Comparator<LaneRow> order() {
    var column = COLUMNS.getOrDefault(column(), Comparator.comparing(LaneRow::lane));
    return (descends() ? column.reversed() : column).thenComparing(LaneRow::lane);
  }

  /** The column that it is sorted by. */
  public String column() {
    return descends() ? sort.substring(1) : sort;
  }

  /** Whether the largest come first. */
  public boolean descends() {
    return sort.startsWith("-");
  }

  /** For aria-sort. */
  public String direction(String column) {
    return column().equals(column) ? descends() ? "descending" : "ascending" : "none";
  }

  /** The same lanes sorted by this column, numbers from the largest down first. */
  public LaneQuery sorted(String column) {
    boolean down = column().equals(column) ? !descends() : !column.equals("ispb");
    return new LaneQuery(search, (down ? "-" : "") + column, 1);
  }

  /** Another page. */
  public LaneQuery at(int other) {
    return new LaneQuery(search, sort, other);
  }

  /** As the query of a URL. */
  public String query() {
    return "?q="
        + URLEncoder.encode(search, StandardCharsets.UTF_8)
        + "&sort="
        + sort
        + "&page="
        + page;
  }
}
