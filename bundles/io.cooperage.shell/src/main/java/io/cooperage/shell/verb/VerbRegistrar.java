package io.cooperage.shell.verb;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Puts verbs into Karaf's registry of commands, from where the shell and ct take them. */
@Component(immediate = true, service = VerbRegistrar.class)
public final class VerbRegistrar {
  private final Registry registry;
  private final Map<Verb, VerbCommand> commands = new ConcurrentHashMap<>();

  @Activate
  public VerbRegistrar(@Reference SessionFactory sessions) {
    this.registry = sessions.getRegistry();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(Verb verb) {
    VerbCommand command = new VerbCommand(verb);
    commands.put(verb, command);
    registry.register(command);
  }

  void remove(Verb verb) {
    VerbCommand command = commands.remove(verb);
    if (command != null) {
      registry.unregister(command);
    }
  }

  @Deactivate
  void removeAll() {
    commands.keySet().forEach(this::remove);
  }
}
