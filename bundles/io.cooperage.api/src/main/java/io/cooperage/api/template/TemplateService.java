package io.cooperage.api.template;

import io.cooperage.api.job.Job;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The node's templates. Safe for any thread. */
@ProviderType
public interface TemplateService {
  /** Built ones and those that a source offers, by name. */
  List<TemplateInfo> list();

  Optional<TemplateInfo> find(String name);

  /** Builds or rebuilds a template; CTs keep the digest that they have. */
  Job<TemplateInfo> build(String name);

  /** Deletes a template that no CT uses. */
  Job<Void> delete(String name);
}
