package io.cooperage.shell.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakePlugins;
import org.junit.jupiter.api.Test;

class PluginVerbsTest {
  private final FakePlugins plugins = new FakePlugins(new FakeJobs());

  @Test
  void archivesAreFoundFromTheCallersFolder() {
    assertThat(Runs.ct(new PluginVerifyVerb(plugins), "v.kar").output())
        .isEqualTo("/home/v.kar 1.0, signed by CN=vendor, can be installed.\n");
    assertThat(Runs.ct(new PluginInstallVerb(plugins), "v.kar").output())
        .isEqualTo("Plug-in /home/v.kar 1.0 was installed.\n");
    assertThat(Runs.ct(new PluginUpdateVerb(plugins), "v.kar").code()).isZero();
  }

  @Test
  void aRefusedArchiveIsAnError() {
    assertThatThrownBy(() -> Runs.ct(new PluginInstallVerb(plugins), "v.zip"))
        .hasMessage("/home/v.zip is not signed");
  }

  @Test
  void pluginsAreListedAndRemoved() {
    assertThat(Runs.ct(new PluginListVerb(plugins)).output()).contains("vendor  1.0      active");
    assertThat(Runs.complete(new PluginRemoveVerb(plugins), "v")).containsExactly("vendor");
    assertThat(Runs.ct(new PluginRemoveVerb(plugins), "vendor").code()).isZero();
  }
}
