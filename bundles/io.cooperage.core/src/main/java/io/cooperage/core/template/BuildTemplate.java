package io.cooperage.core.template;

import io.cooperage.core.event.Events;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import java.nio.file.Path;
import java.util.Map;

/**
 * Builds a tree and packs it. After a crash the work folder is no concern: its keeper clears all of
 * them when it starts.
 */
record BuildTemplate(Leases leases, ImageShelf shelf, Events events) implements Step {
  @Override
  public String name() {
    return "BuildTemplate";
  }

  @Override
  public void run(StepContext context) {
    String name = context.value("name");
    Path folder = leases.call(Family.TEMPLATE_IMAGES, "", s -> s.workFolder(name));
    try {
      TemplateDescriptor descriptor =
          leases.work(
              Family.TEMPLATE_SOURCE,
              context.value("source"),
              context,
              (s, progress) -> s.build(name, folder, progress));
      context.checkCancelled();
      TemplateImage image =
          leases.work(
              Family.TEMPLATE_IMAGES,
              "",
              context,
              (s, progress) -> s.pack(folder, descriptor, progress));
      events.publish(
          "template.built",
          name,
          "template " + name + " was built",
          Map.of("digest", image.digest()));
    } finally {
      leases.run(Family.TEMPLATE_IMAGES, "", s -> s.discard(folder));
      shelf.refresh();
    }
  }
}
