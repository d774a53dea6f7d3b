package dev.pixstream.server.dialect.icom;

import io.vertx.core.http.HttpHeaders;

/** Header fields, spelled as the contract prints them: one production reader minds the case. */
final class IcomHeaders {
  static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("Content-Type");
  static final CharSequence CONTENT_ENCODING = HttpHeaders.createOptimized("Content-Encoding");
  static final CharSequence RESOURCE_ID = HttpHeaders.createOptimized("PI-ResourceId");
  static final CharSequence PULL_NEXT = HttpHeaders.createOptimized("PI-Pull-Next");

  private IcomHeaders() {}
}
