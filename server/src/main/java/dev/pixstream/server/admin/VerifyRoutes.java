package dev.pixstream.server.admin;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.audit.Cursor;
import dev.pixstream.core.verification.Verdict;
import dev.pixstream.core.verification.Verifier;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Body;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.http.QueryValue;
import dev.pixstream.server.http.RequestShape;
import dev.pixstream.server.security.Role;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The check of the invariant partition on the live installation, part by part. */
public final class VerifyRoutes {
  private final Verifier verifier;

  public VerifyRoutes(Verifier verifier) {
    this.verifier = verifier;
  }

  public void addTo(Router router) {
    RequestShape.knows(Access.needs(router.get("/api/admin/verify"), Role.ADMIN), "ispb", "after")
        .handler(this::verify);
  }

  private void verify(RoutingContext context) {
    var lane = QueryValue.of(context, "ispb", LaneId::parse, LaneId.EXPECTED);
    var after = QueryValue.of(context, "after", Cursor::parse, "the next of the part before");
    if (lane.isPresent() && after.filter(at -> !at.lane().equals(lane.get())).isPresent()) {
      throw new ProblemException(
          Problem.INVALID_REQUEST, "The query's after is of another lane than its ispb.");
    }
    HttpApi.onContext(
        context,
        check(lane, after),
        verdict ->
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, Body.JSON)
                .end(VerdictView.of(verdict).toBuffer()));
  }

  private CompletionStage<Verdict> check(Optional<LaneId> lane, Optional<Cursor> after) {
    return lane.map(one -> verifier.lane(one, after.map(Cursor::after).orElse(0L)))
        .orElseGet(() -> verifier.all(after));
  }
}
