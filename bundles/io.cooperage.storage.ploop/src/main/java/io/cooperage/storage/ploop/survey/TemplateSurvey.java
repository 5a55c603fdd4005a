package io.cooperage.storage.ploop.survey;

import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import io.cooperage.storage.ploop.template.TemplateShelf;
import io.cooperage.storage.ploop.template.WorkFolders;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Templates: images with their descriptors, and what is being built. */
record TemplateSurvey(
    Path folder, PoolTenants tenants, WorkInProgress work, LostAndFound lostAndFound)
    implements Survey {
  @Override
  public List<Suspect> look() {
    List<Suspect> found = new ArrayList<>();
    for (Path entry : Sizes.entries(folder)) {
      (TemplateShelf.isText(entry) ? ofText(entry) : ofOther(entry))
          // What is deleted meanwhile is no flaw.
          .filter(suspect -> Files.exists(entry, LinkOption.NOFOLLOW_LINKS))
          .ifPresent(found::add);
    }
    return found;
  }

  private TemplateShelf shelf() {
    return new TemplateShelf(folder, work);
  }

  private Optional<Suspect> ofText(Path text) {
    Optional<TemplateImage> image = shelf().described(text);
    return image.isPresent() ? ofImage(text, image.get()) : Optional.of(unreadable(text));
  }

  private static Suspect unreadable(Path text) {
    return Suspect.forPerson(
        "bad-descriptor",
        text,
        "is no descriptor of a template; build the template anew, then delete it",
        true);
  }

  private Optional<Suspect> ofImage(Path text, TemplateImage image) {
    if (!Files.isRegularFile(image.file())) {
      return Optional.of(
          unpaired(
              "no-image",
              text,
              image.digest(),
              "its image is missing",
              () -> Files.isRegularFile(image.file())));
    }
    long size = image.file().toFile().length();
    if (size != image.size()) {
      return Optional.of(
          Suspect.forPerson(
              "disagrees",
              image.file(),
              "has " + size + " bytes, and its descriptor says " + image.size(),
              true));
    }
    return Optional.empty();
  }

  private Optional<Suspect> ofOther(Path entry) {
    if (WorkFolders.isOwn(entry) || TemplateShelf.isUnfinished(entry)) {
      return work.has(entry) ? Optional.empty() : Optional.of(interrupted(entry));
    }
    if (TemplateShelf.isImage(entry)) {
      // In this order: an image is known as work until its descriptor is there.
      return work.has(entry) || described(entry)
          ? Optional.empty()
          : Optional.of(
              unpaired(
                  "no-descriptor",
                  entry,
                  TemplateShelf.digestOf(entry),
                  "no descriptor tells of this image",
                  () -> described(entry)));
    }
    if (TemplateShelf.isTemporary(entry)) {
      return StaleFiles.stale(entry)
          ? Optional.of(StaleFiles.suspect(entry, () -> StaleFiles.remove(entry)))
          : Optional.empty();
    }
    return Optional.of(RootSurvey.foreign(entry));
  }

  private Suspect interrupted(Path entry) {
    return Suspect.removable(
        "temporary",
        entry,
        "a template whose building was interrupted",
        () -> work.unlessBusy(entry, () -> remove(entry)).orElse(Outcome.BUSY));
  }

  private Outcome remove(Path entry) {
    if (!WorkFolders.isOwn(entry)) {
      return StaleFiles.delete(entry);
    }
    new WorkFolders(folder, work).remove(entry);
    return Outcome.DONE;
  }

  private boolean described(Path image) {
    return shelf().list().stream().anyMatch(i -> i.file().equals(image));
  }

  private Suspect unpaired(
      String kind, Path path, String digest, String text, BooleanSupplier paired) {
    if (tenants.needsTemplate(digest)) {
      return Suspect.forPerson(kind, path, text + ", and CTs need it", true);
    }
    return new Suspect(
        kind,
        path,
        Sizes.of(path),
        text + "; no CT needs it",
        false,
        Repair.SET_ASIDE,
        () ->
            tenants.needsTemplate(digest)
                ? Outcome.left("a CT needs it")
                : work.unlessBusy(shelf().image(digest), () -> setAside(path, paired))
                    .orElse(Outcome.BUSY));
  }

  private Outcome setAside(Path path, BooleanSupplier paired) {
    return paired.getAsBoolean()
        ? Outcome.left("it was built anew meanwhile")
        : lostAndFound.take(path);
  }
}
