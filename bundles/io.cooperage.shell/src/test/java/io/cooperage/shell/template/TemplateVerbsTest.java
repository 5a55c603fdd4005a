package io.cooperage.shell.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeTemplates;
import org.junit.jupiter.api.Test;

class TemplateVerbsTest {
  private final FakeJobs jobs = new FakeJobs();
  private final FakeTemplates templates = new FakeTemplates(jobs);

  @Test
  void builtAndOfferedTemplatesAreListed() {
    assertThat(Runs.ct(new TemplateListVerb(templates)).output())
        .contains("busybox    1970-01-01T00:00:00Z  3M", "debian-13  no");
    assertThat(Runs.ct(new TemplateListVerb(templates), "--json").output())
        .contains("\"builtAt\" : null");
  }

  @Test
  void oneTemplateIsShown() {
    assertThat(Runs.ct(new TemplateInfoVerb(templates), "debian-13").output())
        .contains("Digest:       not built");
    assertThatThrownBy(() -> Runs.ct(new TemplateInfoVerb(templates), "x"))
        .hasMessage("there is no template x");
  }

  @Test
  void templatesAreBuiltAndDeleted() {
    assertThat(Runs.ct(new TemplateBuildVerb(templates), "busybox").output())
        .isEqualTo("Template busybox was built: 3M.\n");
    assertThat(Runs.ct(new TemplateDeleteVerb(templates), "busybox").output())
        .isEqualTo("Template busybox was deleted.\n");
    assertThat(Runs.complete(new TemplateBuildVerb(templates), "b")).containsExactly("busybox");
  }
}
