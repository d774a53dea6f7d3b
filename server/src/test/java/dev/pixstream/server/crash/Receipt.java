package dev.pixstream.server.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * One batch as its collector received it.
 *
 * @param next the path that confirms it, unlike that of any other batch
 * @param ids the endToEndId of each message
 * @param redelivered how many of them the response says were delivered before
 * @param number its place among all receipts of the test
 * @param atNanos when it was there
 */
record Receipt(
    String lane,
    String collector,
    String next,
    List<String> ids,
    int redelivered,
    int number,
    long atNanos) {
  private static final String MEMBER = "\"endToEndId\":\"";
  private static final int ID_LENGTH = 32;

  /** The ids in a body, in order. */
  static List<String> idsIn(String body) {
    List<String> ids = new ArrayList<>();
    for (int at = body.indexOf(MEMBER); at >= 0; at = body.indexOf(MEMBER, at + 1)) {
      int from = at + MEMBER.length();
      ids.add(body.substring(from, from + ID_LENGTH));
    }
    return ids;
  }
}
