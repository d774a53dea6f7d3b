package dev.pixstream.server.faults;

import dev.pixstream.core.model.Channel;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Goes around the handler of a route. */
@FunctionalInterface
public interface Interception {
  /** Leaves every handler as it is. */
  Interception NONE = (channel, target, handler) -> handler;

  /** The handler to put in the place of this one, which serves such requests of this channel. */
  Handler<RoutingContext> around(Channel channel, Target target, Handler<RoutingContext> handler);
}
