package io.cooperage.core.template;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import io.cooperage.core.event.Events;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.template.TemplateImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Templates for the fronts. A job's target is {@code template NAME}. */
@Component(service = {TemplateService.class, TemplateRecipes.class})
public final class NodeTemplates implements TemplateService, TemplateRecipes {
  private static final String BUILD = "template-build";
  private static final String DELETE = "template-delete";
  private static final String TARGET = "template ";

  private final ImageShelf shelf;
  private final Jobs jobs;
  private final Roster roster;
  private final Recipe build;
  private final Recipe delete;

  /** Called by the framework. */
  @Activate
  public NodeTemplates(
      @Reference Leases leases,
      @Reference ImageShelf shelf,
      @Reference Jobs jobs,
      @Reference Roster roster,
      @Reference Events events) {
    this.shelf = shelf;
    this.jobs = jobs;
    this.roster = roster;
    this.build = Recipe.undoable(BUILD, true, List.of(new BuildTemplate(leases, shelf, events)));
    this.delete =
        Recipe.committing(DELETE, true, 0, List.of(new DeleteTemplate(leases, shelf, events)));
  }

  @Override
  public Optional<Recipe> recipe(String action) {
    return List.of(build, delete).stream().filter(r -> r.action().equals(action)).findFirst();
  }

  @Override
  public List<TemplateInfo> list() {
    Map<String, TemplateInfo> byName = new TreeMap<>();
    shelf.offered().forEach(o -> byName.put(o.offer().name(), offered(o)));
    List<TemplateImage> images = shelf.images();
    for (int i = images.size() - 1; i >= 0; i--) {
      TemplateImage image = images.get(i);
      byName.put(image.descriptor().name(), built(image));
    }
    return List.copyOf(byName.values());
  }

  private static TemplateInfo offered(ImageShelf.Offered o) {
    return new TemplateInfo(
        o.offer().name(), o.offer().description(), o.source(), "", 0, Optional.empty(), 0);
  }

  private TemplateInfo built(TemplateImage image) {
    return new TemplateInfo(
        image.descriptor().name(),
        image.descriptor().description(),
        image.descriptor().source(),
        image.digest(),
        image.size(),
        Optional.of(image.builtAt()),
        (int) users(image.descriptor().name()));
  }

  private long users(String name) {
    return roster.all().stream().filter(c -> c.record().template().equals(name)).count();
  }

  @Override
  public Optional<TemplateInfo> find(String name) {
    return list().stream().filter(t -> t.name().equals(name)).findFirst();
  }

  @Override
  public Job<TemplateInfo> build(String name) {
    String source =
        shelf.offered().stream()
            .filter(o -> o.offer().name().equals(name))
            .map(ImageShelf.Offered::source)
            .findFirst()
            .orElseThrow(() -> shelf.absent(name));
    return jobs.submit(
        JobRequest.of(
            build, TARGET + name, Map.of("name", name, "source", source), c -> find(name)));
  }

  @Override
  public Job<Void> delete(String name) {
    shelf.need(name);
    List<String> users =
        roster.all().stream()
            .filter(c -> c.record().template().equals(name))
            .map(LiveContainer::display)
            .toList();
    if (!users.isEmpty()) {
      throw new ContainerException(
          ErrorCode.IN_USE,
          "template '" + name + "' is used by CT " + String.join(", ", users),
          "Destroy or reinstall them first.");
    }
    return jobs.submit(
        JobRequest.of(delete, TARGET + name, Map.of("name", name), c -> Optional.empty()));
  }
}
