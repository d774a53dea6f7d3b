package dev.pixstream.postgres.link;

/**
 * Where one PostgreSQL listens.
 *
 * @param name a name or an address, one of IPv6 without brackets
 */
record DatabaseHost(String name, int port) {
  String bracketed() {
    return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
  }

  @Override
  public String toString() {
    return bracketed() + ":" + port;
  }
}
