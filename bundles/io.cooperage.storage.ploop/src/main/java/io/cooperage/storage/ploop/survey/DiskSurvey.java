package io.cooperage.storage.ploop.survey;

import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.snapshot.SnapshotFiles;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The disk of a CT: descriptor, images and what belongs to neither. */
record DiskSurvey(DiskFolder disk, Idle idle, LostAndFound lostAndFound) implements Survey {
  private static final Outcome CHANGED = Outcome.left("a job changed it meanwhile");

  @Override
  public List<Suspect> look() {
    if (!disk.exists()) {
      return List.of(
          Suspect.forPerson(
              "no-disk",
              disk.path(),
              "the CT has a record and no disk; restore it from a backup, or destroy it",
              true));
    }
    if (!Files.exists(disk.descriptor())) {
      return List.of(undescribed());
    }
    try {
      return ofDescriptor(disk.read());
    } catch (MalformedImageException | LinuxException e) {
      return List.of(Suspect.forPerson("bad-descriptor", disk.descriptor(), e.getMessage(), true));
    }
  }

  // With one image there is one descriptor that fits it.
  private Suspect undescribed() {
    String text = "the disk has no descriptor";
    if (fitting().isEmpty()) {
      return Suspect.forPerson(
          "no-descriptor", disk.descriptor(), text + ", and which image is its is not known", true);
    }
    return rewritable("no-descriptor", text, this::fitting);
  }

  private Optional<DiskDescriptor> fitting() {
    if (!Sizes.entries(disk.path()).equals(List.of(disk.firstImage()))) {
      return Optional.empty();
    }
    try {
      return header(disk.firstImage())
          .map(header -> DiskDescriptor.single(IdentityLayout.of(header), DiskFolder.IMAGE));
    } catch (MalformedImageException e) {
      return Optional.empty(); // it is none of ours
    }
  }

  private Suspect rewritable(
      String kind, String text, Supplier<Optional<DiskDescriptor>> descriptor) {
    return new Suspect(
        kind,
        disk.descriptor(),
        0,
        text,
        true,
        Repair.REWRITE,
        idle.only(() -> descriptor.get().map(this::rewrite).orElse(CHANGED)));
  }

  private Outcome rewrite(DiskDescriptor descriptor) {
    AtomicFile.write(disk.descriptor(), DiskDescriptorWriter.write(descriptor), 0600);
    return Outcome.DONE;
  }

  private List<Suspect> ofDescriptor(DiskDescriptor descriptor) {
    List<Suspect> found = new ArrayList<>();
    for (DiskDescriptor.Image image : descriptor.images()) {
      ofImage(descriptor, image).ifPresent(found::add);
    }
    for (Path orphan : new SnapshotFiles(disk).orphans(descriptor)) {
      found.add(orphan(orphan));
    }
    Sizes.entries(disk.path()).stream()
        .filter(f -> !SnapshotFiles.isOwn(f) && !f.equals(disk.descriptor()))
        .map(RootSurvey::foreign)
        .forEach(found::add);
    return found;
  }

  private Optional<Suspect> ofImage(DiskDescriptor descriptor, DiskDescriptor.Image image) {
    Path file = disk.path().resolve(image.file());
    if (!Files.exists(file)) {
      return Optional.of(
          Suspect.forPerson(
              "no-image", file, "the descriptor names it, but it is not there", true));
    }
    Optional<PloopHeader> header = header(file);
    if (header.isEmpty()) {
      return Optional.of(
          Suspect.forPerson("bad-image", file, "is no ploop image: 'ct check' tells more", true));
    }
    boolean top = image.id().equals(descriptor.top());
    return top
        ? agreeing(descriptor)
            .map(
                right ->
                    rewritable(
                        "disagrees",
                        "says that the disk has "
                            + descriptor.sizeSectors()
                            + " sectors, and its image has "
                            + right.sizeSectors(),
                        () -> agreeing(disk.read())))
        : Optional.empty();
  }

  // Empty if it has the size of its image already.
  private Optional<DiskDescriptor> agreeing(DiskDescriptor descriptor) {
    return header(disk.path().resolve(descriptor.topImage().file()))
        .map(header -> header.size() / PloopHeader.SECTOR)
        .filter(sectors -> sectors != descriptor.sizeSectors())
        .map(descriptor::resized);
  }

  private static Optional<PloopHeader> header(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      return Optional.of(PloopHeader.parse(new FileBytes(file)));
    } catch (MalformedImageException | LinuxException e) {
      return Optional.empty();
    }
  }

  private Suspect orphan(Path file) {
    if (!SnapshotFiles.isImage(file)) {
      return Suspect.removable(
          "temporary",
          file,
          "belongs to no snapshot",
          idle.only(() -> orphaned(file) ? StaleFiles.delete(file) : CHANGED));
    }
    return new Suspect(
        "orphan",
        file,
        Sizes.of(file),
        "is an image that the descriptor does not name",
        false,
        Repair.SET_ASIDE,
        idle.only(() -> orphaned(file) ? setAside(file) : CHANGED));
  }

  private boolean orphaned(Path file) {
    return new SnapshotFiles(disk).orphans(disk.read()).contains(file);
  }

  private Outcome setAside(Path file) {
    return ImageLocks.held(file)
        ? Outcome.left("a loop device serves it")
        : lostAndFound.take(file);
  }
}
