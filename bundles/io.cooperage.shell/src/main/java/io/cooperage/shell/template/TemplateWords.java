package io.cooperage.shell.template;

import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.verb.Completion;
import java.util.List;

/** Completes the names of templates, built or only offered. */
public final class TemplateWords implements Completion {
  private final TemplateService templates;

  public TemplateWords(TemplateService templates) {
    this.templates = templates;
  }

  @Override
  public List<String> words(String prefix) {
    return templates.list().stream().map(TemplateInfo::name).toList();
  }
}
