package io.cooperage.rest.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;

/**
 * Karaf's registry, in which the session of this call is found too: annotated actions ask for it.
 */
final class CallRegistry implements Registry {
  private final Registry shared;
  private final Session session;
  private final SessionFactory factory;

  CallRegistry(SessionFactory factory, Session session) {
    this.shared = factory.getRegistry();
    this.session = session;
    this.factory = factory;
  }

  @Override
  public List<Command> getCommands() {
    return KarafAdministrator.apart(shared::getCommands);
  }

  @Override
  public Command getCommand(String scope, String name) {
    return shared.getCommand(scope, name);
  }

  @Override
  public <T> void register(Callable<T> callable, Class<T> type) {
    shared.register(callable, type);
  }

  @Override
  public void register(Object service) {
    shared.register(service);
  }

  @Override
  public void unregister(Object service) {
    shared.unregister(service);
  }

  @Override
  public <T> T getService(Class<T> type) {
    List<T> services = getServices(type);
    return services.isEmpty() ? null : services.get(0);
  }

  @Override
  public <T> List<T> getServices(Class<T> type) {
    if (type == Session.class) {
      return List.of(type.cast(session));
    }
    if (type == SessionFactory.class) {
      return List.of(type.cast(factory));
    }
    return type == Registry.class ? List.of(type.cast(this)) : shared.getServices(type);
  }

  @Override
  public boolean hasService(Class<?> type) {
    return type == Session.class
        || type == SessionFactory.class
        || type == Registry.class
        || shared.hasService(type);
  }
}
