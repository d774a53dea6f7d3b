package dev.pixstream.server.dialect.icom;

import dev.pixstream.server.dialect.Dialect;
import dev.pixstream.server.faults.Interception;
import dev.pixstream.server.flow.StreamFlow;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.ProblemForm;
import io.vertx.ext.web.Router;

/** The dialect of the ICOM, the official interface of the SPI: its reading side. */
public final class IcomDialect implements Dialect {
  /** What is below these paths is the ICOM's. */
  public static final String PATHS = "/api/v1/";

  /** How its problems are written. */
  public static final ProblemForm PROBLEMS = new IcomProblems();

  private final ReadRoutes reading;

  public IcomDialect(StreamFlow streaming, IcomOptions options) {
    this.reading = new ReadRoutes(streaming, options.waitMax());
  }

  @Override
  public void addTo(Router router, Interception faults) {
    catalog(router, "/api/v1/in/catalog", Catalog.IN);
    catalog(router, "/api/v1/out/catalog", Catalog.OUT);
    reading.addTo(router, faults);
  }

  private static void catalog(Router router, String path, Catalog catalog) {
    Access.open(router.get(path))
        .handler(
            context -> {
              context.response().putHeader(IcomHeaders.CONTENT_TYPE, StoredPart.MEDIA_TYPE);
              var _ = Gzip.end(context, catalog.xml());
            });
  }
}
