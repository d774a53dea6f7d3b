package dev.pixstream.server.contract;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.server.Coordinator;
import dev.pixstream.server.CoordinatorExtension;
import dev.pixstream.server.dialect.icom.IcomOptions;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.testkit.PostgresExtension;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the nodes of a test class, and closes them before their database. */
final class ServiceExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ServiceExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Service.class;
  }

  @Override
  public Service resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var wanted = test.getRequiredTestClass().getAnnotation(ContractTest.class);
    var rules =
        new StreamRules(
            Duration.ofMillis(wanted.waitMs()),
            StreamRules.DEFAULT.lease(),
            StreamRules.DEFAULT.grace(),
            StreamRules.STREAMS_MAX);
    var options =
        ServerOptions.DEFAULT
            .withRules(rules)
            .withGenerator(wanted.generator())
            .withFaults(wanted.faults())
            .withIcom(new IcomOptions(wanted.icom(), IcomOptions.WAIT_MAX))
            .withWorker(wanted.worker() ? WorkerOptions.DEFAULT : WorkerOptions.OFF);
    var database = PostgresExtension.database(test, false);
    var redis =
        CoordinatorExtension.of(test) == Coordinator.REDIS
            ? Optional.of(EmbeddedRedis.start())
            : Optional.<EmbeddedRedis>empty();
    var service = new Service(database, options, OpenApiExtension.check(test), redis);
    test.getStore(NAMESPACE).put(Service.class, service);
    for (int i = 0; i < wanted.nodes(); i++) {
      service.addNode();
    }
    return service;
  }
}
