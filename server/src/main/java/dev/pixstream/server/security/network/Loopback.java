package dev.pixstream.server.security.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses that only this machine reaches. */
public final class Loopback {
  private Loopback() {}

  /** Whether this host is one. An unknown name is not. */
  public static boolean is(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
