package io.cooperage.core.template;

import io.cooperage.core.event.Events;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.template.TemplateImage;

/** Deletes every image of a name. */
record DeleteTemplate(Leases leases, ImageShelf shelf, Events events) implements Step {
  @Override
  public String name() {
    return "DeleteTemplate";
  }

  @Override
  public void run(StepContext context) {
    String name = context.value("name");
    shelf.refresh();
    for (TemplateImage image : shelf.images()) {
      if (image.descriptor().name().equals(name)) {
        leases.run(Family.TEMPLATE_IMAGES, "", s -> s.delete(image));
      }
    }
    shelf.refresh();
    events.publish("template.deleted", name, "template " + name + " was deleted");
  }
}
