package io.cooperage.shell.plugin;

import io.cooperage.api.plugin.PluginInfo;
import io.cooperage.api.plugin.PluginService;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct plugin list}. */
@Component(service = Verb.class)
public final class PluginListVerb extends ListingVerb<PluginInfo> {
  private final PluginService plugins;

  @Activate
  public PluginListVerb(@Reference PluginService plugins) {
    super(
        Syntax.of("plugin", "list", "Lists the installed plug-ins.").example("ct plugin list"),
        "NAME",
        "VERSION",
        "STATE",
        "SIGNER",
        "BUNDLES");
    this.plugins = plugins;
  }

  @Override
  protected List<PluginInfo> items() {
    return plugins.list();
  }

  @Override
  protected List<String> row(PluginInfo p) {
    return List.of(p.name(), p.version(), p.state(), p.signer(), String.join(" ", p.bundles()));
  }
}
