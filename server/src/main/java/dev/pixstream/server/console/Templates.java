package dev.pixstream.server.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates of {@code src/main/jte}, compiled by the build. */
public final class Templates {
  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  /** Renders one with its parameters by name. */
  public String render(String name, Map<String, Object> parameters) {
    var out = new StringOutput();
    engine.render(name + ".jte", parameters, out);
    return out.toString();
  }
}
