package io.cooperage.shell.plugin;

import io.cooperage.api.plugin.PluginInfo;
import io.cooperage.api.plugin.PluginService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct plugin remove}. */
@Component(service = Verb.class)
public final class PluginRemoveVerb extends Verb {
  private final PluginService plugins;

  @Activate
  public PluginRemoveVerb(@Reference PluginService plugins) {
    super(
        Syntax.of("plugin", "remove", "Removes a plug-in; what containers stored for it is kept.")
            .argument("NAME", prefix -> plugins.list().stream().map(PluginInfo::name).toList())
            .example("ct plugin remove vendor")
            .build());
    this.plugins = plugins;
  }

  @Override
  protected int run(Call call) {
    String name = call.places().get(0);
    call.await(plugins.remove(name));
    call.out().println("Plug-in " + name + " was removed.");
    return 0;
  }
}
