package dev.pixstream.server;

import io.vertx.ext.web.RoutingContext;

/** What is wrong with a request, thrown where it is found and answered in one place. */
class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final String detail;

  ProblemException(Problem problem, String detail) {
    super(detail, null, false, false);
    this.problem = problem;
    this.detail = detail;
  }

  void answer(RoutingContext context) {
    problem.answer(context, detail);
  }
}
