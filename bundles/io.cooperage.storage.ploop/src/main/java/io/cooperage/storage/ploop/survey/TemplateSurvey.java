package io.cooperage.storage.ploop.survey;

import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import io.cooperage.storage.ploop.template.TemplateShelf;
import io.cooperage.storage.ploop.template.WorkFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Templates: images with their descriptors, and what is being built. */
record TemplateSurvey(
    Path folder, PoolTenants tenants, WorkInProgress work, LostAndFound lostAndFound)
    implements Survey {
  @Override
  public List<Suspect> look() {
    List<Suspect> found = new ArrayList<>();
    // Names first: an image is there before its descriptor, and known as work before that.
    List<Path> entries = Sizes.entries(folder);
    TemplateShelf shelf = new TemplateShelf(folder, work);
    Map<Path, Optional<TemplateImage>> texts = new TreeMap<>();
    entries.stream()
        .filter(TemplateShelf::isText)
        .forEach(text -> texts.put(text, shelf.described(text)));
    for (Path entry : entries) {
      if (texts.containsKey(entry)) {
        texts
            .get(entry)
            .map(image -> ofImage(entry, image))
            .orElseGet(() -> Optional.of(unreadable(entry)))
            .ifPresent(found::add);
      } else {
        ofOther(entry, texts).ifPresent(found::add);
      }
    }
    return found;
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
      return Optional.of(unpaired("no-image", text, image.digest(), "its image is missing"));
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

  private Optional<Suspect> ofOther(Path entry, Map<Path, Optional<TemplateImage>> texts) {
    if (WorkFolders.isOwn(entry) || TemplateShelf.isUnfinished(entry)) {
      return work.has(entry) ? Optional.empty() : Optional.of(interrupted(entry));
    }
    if (TemplateShelf.isImage(entry)) {
      boolean described =
          texts.values().stream()
              .flatMap(Optional::stream)
              .anyMatch(image -> image.file().equals(entry));
      return described || work.has(entry)
          ? Optional.empty()
          : Optional.of(
              unpaired(
                  "no-descriptor",
                  entry,
                  TemplateShelf.digestOf(entry),
                  "no descriptor tells of this image"));
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
        () -> Outcome.of(work.unlessBusy(entry, () -> remove(entry))));
  }

  private void remove(Path entry) {
    if (WorkFolders.isOwn(entry)) {
      new WorkFolders(folder, work).remove(entry);
    } else {
      StaleFiles.delete(entry);
    }
  }

  private Suspect unpaired(String kind, Path path, String digest, String text) {
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
                : lostAndFound.take(path));
  }
}
