package io.cooperage.shell.plugin;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.plugin.PluginInfo;
import io.cooperage.api.plugin.PluginService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct plugin update}. */
@Component(service = Verb.class)
public final class PluginUpdateVerb extends Verb {
  private final PluginService plugins;

  @Activate
  public PluginUpdateVerb(@Reference PluginService plugins) {
    super(
        Syntax.of("plugin", "update", "Replaces an installed plug-in of the same name.")
            .argument("FILE", Completion.NONE)
            .exits(ExitCode.PERMISSION)
            .example("ct plugin update ./vendor-1.0.kar")
            .build());
    this.plugins = plugins;
  }

  @Override
  protected int run(Call call) {
    PluginInfo info =
        call.await(plugins.update(call.caller().directory().resolve(call.places().get(0))))
            .orElseThrow();
    call.out().println("Plug-in " + info.name() + " " + info.version() + " was updated.");
    return 0;
  }
}
