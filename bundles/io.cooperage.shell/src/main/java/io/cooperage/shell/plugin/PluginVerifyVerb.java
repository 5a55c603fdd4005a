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

/** {@code ct plugin verify}. */
@Component(service = Verb.class)
public final class PluginVerifyVerb extends Verb {
  private final PluginService plugins;

  @Activate
  public PluginVerifyVerb(@Reference PluginService plugins) {
    super(
        Syntax.of(
                "plugin",
                "verify",
                "Checks signature and resolution of an archive without installing it.")
            .argument("FILE", Completion.NONE)
            .exits(ExitCode.PERMISSION)
            .json()
            .example("ct plugin verify ./vendor-1.0.kar")
            .build());
    this.plugins = plugins;
  }

  @Override
  protected int run(Call call) {
    PluginInfo info = plugins.verify(call.caller().directory().resolve(call.places().get(0)));
    call.answer(
        info,
        info.name()
            + " "
            + info.version()
            + ", signed by "
            + info.signer()
            + ", can be installed.");
    return 0;
  }
}
