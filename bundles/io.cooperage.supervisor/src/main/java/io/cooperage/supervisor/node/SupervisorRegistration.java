package io.cooperage.supervisor.node;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.supervisor.SocketSupervisor;
import io.cooperage.supervisor.Supervisor;
import io.cooperage.supervisor.SupervisorProgram;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the node's supervisor. One that cannot be started is registered all the same: its calls
 * then say why, and succeed once it is there.
 */
@Component(
    service = {},
    immediate = true)
public final class SupervisorRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisorRegistration.class);

  private final SocketSupervisor supervisor;
  private final ServiceRegistration<?> registration;

  /** Starts the supervisor of this distribution if none runs, and replaces an older one. */
  @Activate
  public SupervisorRegistration(BundleContext context, @Reference NodeEnvironment node) {
    SupervisorProgram program =
        new SupervisorProgram(
            node.programFolder().resolve("bin/cooperage-supervisor"), node.runFolder());
    supervisor = connect(program);
    registration =
        context.registerService(
            new String[] {Supervisor.class.getName(), UserNamespaceSource.class.getName()},
            supervisor,
            null);
  }

  @Deactivate
  void deactivate() {
    registration.unregister();
    supervisor.close();
  }

  private static SocketSupervisor connect(SupervisorProgram program) {
    try {
      return program.ensure();
    } catch (LinuxException e) {
      LOG.error("no container can be started: {}", e.getMessage());
      return new SocketSupervisor(program.socket());
    }
  }
}
