package dev.pixstream.redis.link;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** Who a node is to Redis. */
record RedisAccount(String user, String password) {
  static final String DEFAULT = "default";

  Request auth() {
    return Request.cmd(Command.AUTH).arg(user).arg(password);
  }

  @Override
  public String toString() {
    return user;
  }
}
