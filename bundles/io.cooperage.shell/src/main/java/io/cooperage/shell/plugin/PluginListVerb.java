package io.cooperage.shell.plugin;

import io.cooperage.api.plugin.PluginInfo;
import io.cooperage.api.plugin.PluginService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct plugin list}. */
@Component(service = Verb.class)
public final class PluginListVerb extends Verb {
  private final PluginService plugins;

  @Activate
  public PluginListVerb(@Reference PluginService plugins) {
    super(
        Syntax.of("plugin", "list", "Lists the installed plug-ins.")
            .json()
            .example("ct plugin list")
            .build());
    this.plugins = plugins;
  }

  @Override
  protected int run(Call call) {
    List<PluginInfo> all = plugins.list();
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    Table table = Table.of("NAME", "VERSION", "STATE", "SIGNER", "BUNDLES");
    for (PluginInfo p : all) {
      table.row(p.name(), p.version(), p.state(), p.signer(), String.join(" ", p.bundles()));
    }
    table.print(call.out());
    return 0;
  }
}
