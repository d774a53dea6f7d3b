package dev.pixstream.check;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a server, and the checks that have to see it. */
enum Fault {
  NONE(""),
  NONE_WITH_LIMITS(""),

  ONE_IS_TWO("accept-one accept-quality", "*"),
  BATCH_OF_11("accept-many", "*"),
  IGNORES_QUALITY("accept-quality"),
  IGNORES_ACCEPT("accept-406", "problem-json refusal-confirms-nothing"),
  OWN_CONTENT_TYPE("content-type"),
  HEAD_IS_GET("probes-claim-nothing"),
  MAY_BE_CACHED("not-cached"),
  TAKES_TWO_HOSTS("two-hosts-400"),
  EMPTY_ACCEPT_IS_406("empty-accept"),
  JSON_WITHOUT_PARAMETERS("empty-accept", "bad-media-type"),
  QUOTES_PULL_NEXT("pull-next-form", "*"),
  IDS_OF_13("pull-next-form iteration-ids-random"),
  GUESSABLE_IDS("iteration-ids-random"),
  KEEPS_WHITE_SPACE("canonical-form", "amount-exact"),
  AMOUNT_IS_A_FLOAT("amount-exact", "bad-amount"),
  ESCAPES_LETTERS("text-utf8 canonical-form", "accept-one amount-exact store-conflict"),

  REFUSES_ONE("store-one", "*"),
  TAKES_1001("store-array"),
  STORES_DUPLICATES("store-duplicate"),
  IGNORES_CONFLICTS("store-conflict"),
  IDS_ARE_GLOBAL("store-other-recebedor"),
  FORGETS_HISTORY("history"),
  GENERATES_WRONG_DIGITS("generator"),
  GENERATES_ANY_NUMBER("generator-bounds"),

  TAKES_ANY_ISPB("bad-ispb", "problem-json"),
  BAD_ID_IS_500("bad-iteration-id"),
  WRONG_METHOD_IS_404("bad-method"),
  TAKES_ANY_MEDIA_TYPE("bad-media-type"),
  TOO_LARGE_IS_500("bad-size"),
  DIES_OF_GARBAGE("not-http", "*"),
  ERRORS_ARE_HTML("problem-json"),
  TAKES_TRAILING_TEXT("bad-json"),
  TAKES_UNKNOWN_MEMBERS("bad-shape"),
  TAKES_ANY_ID("bad-id"),
  TAKES_ANY_AMOUNT("bad-amount"),
  TAKES_ANY_MEMBER("bad-member", "bad-one-of-many"),
  TAKES_ANY_RECEBEDOR("bad-recebedor"),
  STORES_HALF_AN_ARRAY("bad-one-of-many"),

  DOES_NOT_WAIT(
      "wait-204",
      "disconnect-while-waiting superseded-409 wake wake-longest-first wait-spread lease-while-waiting foreign-disturbs-nobody"),
  WAITS_TOO_LONG("wait-204", "wait-spread"),
  DOES_NOT_SPREAD("wait-spread"),
  WAITS_TO_FILL("never-waits-to-fill", "*"),
  DOES_NOT_WAKE(
      "wake", "disconnect-while-waiting superseded-409 wake-longest-first foreign-disturbs-nobody"),
  WAKES_THE_LATEST("wake-longest-first"),
  WAKES_ALL("wake-longest-first"),
  FEEDS_THE_DEAD("disconnect-while-waiting"),

  PULL_CONFIRMS_NOTHING("confirm-by-pull", "*"),
  LEASES_TO_TWO("leased-to-one", "*"),
  REFUSAL_CONFIRMS("refusal-confirms-nothing"),

  FORGETS_RETRIES(
      "retry-same-batch retry-lost-response",
      "foreign-404 limit-of-pulls retry-at-once retry-ends retry-other-form probes-claim-nothing delete-old-410"),
  RETRY_CHANGES_BYTES("retry-same-batch", "retry-other-form"),
  DOUBLES_UNDER_CONCURRENCY(
      "retry-at-once",
      "retry-lost-response retry-same-batch foreign-404 retry-other-form retry-ends"),
  RETRY_IN_OTHER_FORM("retry-other-form"),
  OLD_ID_WORKS("retry-ends"),
  REFUSES_THE_NEWER("superseded-409"),
  SAME_ID_AGAIN("new-id-each-batch", "*"),

  LEASE_NEVER_ENDS("lease-ends lease-frees-slot expired-410"),
  LEASE_TOO_SHORT("lease-holds", "*"),
  WAIT_ENDS_LEASE("lease-while-waiting", "lease-ends"),

  IGNORES_FENCING("closed-410", "problem-json expired-410"),
  LATE_CONFIRMS("late-confirms-nothing"),
  UNKNOWN_IS_410("unknown-404", "bad-iteration-id foreign-404 foreign-disturbs-nobody"),
  SERVES_FOREIGN_IDS("foreign-404 foreign-disturbs-nobody"),
  FOREIGN_SUPERSEDES("foreign-disturbs-nobody"),

  DELETE_PUTS_BACK("delete-confirms", "delete-old-410"),
  PREVIOUS_CONFIRMS(
      "delete-previous",
      "confirm-by-pull late-confirms-nothing redeliveries-first refusal-confirms-nothing redelivered-header"),
  SECOND_DELETE_IS_200("delete-twice-410"),
  OLD_DELETE_CLOSES("delete-old-410"),

  LOSES_ONE("once-to-six", "*"),
  DELIVERS_TWICE("once-to-six", "*"),
  HIDES_REDELIVERY("redelivered-header"),

  REORDERS("order", "*"),
  REDELIVERS_LAST("redeliveries-first"),

  OPENS_A_SEVENTH("seventh-429 twenty-starts"),
  NO_RETRY_AFTER("seventh-429"),
  COUNTS_TOO_EARLY("twenty-starts"),
  KEEPS_SLOTS("slot-after-delete"),

  LIMIT_WITHOUT_RETRY_AFTER("limit-of-pulls"),
  LIMIT_THAT_STORES("limit-of-stores");

  private static final String ANY = "*";

  private final String checks;
  private final String besides;

  Fault(String checks) {
    this(checks, "");
  }

  Fault(String checks, String besides) {
    this.checks = checks;
    this.besides = besides;
  }

  /** Those whose promise it breaks: each of them has to fail. */
  Set<String> checks() {
    return words(checks);
  }

  /** Whether that one fails as well, since it stands on what is broken. */
  boolean mayFail(String check) {
    return besides.equals(ANY) || words(besides).contains(check) || checks().contains(check);
  }

  private static Set<String> words(String text) {
    return Stream.of(text.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }
}
