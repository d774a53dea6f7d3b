package dev.pixstream.check;

/** Content negotiation of the reference server. */
final class ReferenceAccept {
  private static final int MANY = 10;

  private ReferenceAccept() {}

  /** How many messages may be sent; 0 if nothing is acceptable. */
  static int messagesMax(String accept, Fault fault) {
    int many = fault == Fault.BATCH_OF_11 ? MANY + 1 : MANY;
    if (fault == Fault.IGNORES_QUALITY
        && accept.contains("multipart/json")
        && !accept.contains("q=0,")
        && !accept.endsWith("q=0")) {
      return many;
    }
    double one = weight("application/json", accept);
    double array = weight("multipart/json", accept);
    // A wildcard alone means one message.
    if (array > 0 && accept.contains("multipart/json") && array >= one) {
      return many;
    }
    if (one > 0) {
      return fault == Fault.ONE_IS_TWO ? 2 : 1;
    }
    return fault == Fault.IGNORES_ACCEPT ? 1 : 0;
  }

  /** Quality first, then how specific the range is. */
  private static double weight(String type, String accept) {
    double weight = 0;
    int specificity = -1;
    for (var range : accept.split(",", -1)) {
      var parts = range.strip().split(";\\s*q=", 2);
      double quality = parts.length == 2 ? Double.parseDouble(parts[1]) : 1;
      int specific =
          parts[0].equals(type)
              ? 2
              : parts[0].equals(type.replaceFirst("/.*", "/*"))
                  ? 1
                  : parts[0].equals("*/*") ? 0 : -1;
      if (specific > specificity) {
        specificity = specific;
        weight = quality == 0 ? 0 : quality * 10 + specific;
      }
    }
    return weight;
  }
}
