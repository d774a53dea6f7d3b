package dev.pixstream.server.http;

import io.vertx.ext.web.RoutingContext;

/** What is wrong with a request, thrown where it is found and answered in one place. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final String detail;

  public ProblemException(Problem problem, String detail) {
    super(detail, null, false, false);
    this.problem = problem;
    this.detail = detail;
  }

  public void answer(RoutingContext context) {
    problem.answer(context, detail);
  }
}
