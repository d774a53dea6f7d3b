package dev.pixstream.server.admin;

import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.audit.Cursor;
import dev.pixstream.core.verification.Verdict;
import dev.pixstream.core.verification.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a check came to, as JSON. */
public final class VerdictView {
  private VerdictView() {}

  /** One part of it. */
  public static JsonObject of(Verdict verdict) {
    var violations = new JsonArray();
    verdict.violations().forEach(violation -> violations.add(of(violation)));
    return new JsonObject()
        .put("lanes", verdict.lanes())
        .put("messages", verdict.messages())
        .put("violations", violations)
        .put("next", verdict.next().map(Cursor::toString).orElse(null));
  }

  private static JsonObject of(Violation violation) {
    return new JsonObject()
        .put("ispb", violation.lane().value())
        .put("kind", violation.kind().word())
        .put("from", violation.range().map(SeqRange::from).orElse(null))
        .put("to", violation.range().map(SeqRange::to).orElse(null))
        .put("detail", violation.detail());
  }
}
