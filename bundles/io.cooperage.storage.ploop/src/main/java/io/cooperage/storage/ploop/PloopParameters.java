package io.cooperage.storage.ploop;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a disk. Immutable. */
final class PloopParameters {
  private static final long LEAST = 32L << 20;
  private static final long MOST_INODES = 0xffffffffL;

  private final Parameter<Long> diskspace;
  private final Parameter<Long> diskinodes =
      Parameter.builder("diskinodes", ValueTypes.integer(1024, MOST_INODES))
          .defaultText("one for each 16 KiB")
          .description(
              "Number of files that the CT's disk has room for (ext4 alone), rounded up; it grows with"
                  + " diskspace.")
          .group("disk")
          .applies(Applies.CREATE)
          .build();
  private final Parameter<String> layout =
      Parameter.builder("layout", words(Layout.PLOOP_OVERLAY.word(), Layout.PLOOP.word()))
          .defaultValue(Layout.PLOOP_OVERLAY.word())
          .description(
              "ploop-overlay: the CT's own files over a template that all CTs share; ploop: its"
                  + " whole root in its own image.")
          .group("disk")
          .applies(Applies.CREATE)
          .build();
  private final Parameter<String> fstype =
      Parameter.builder("fstype", words(FileSystemKind.EXT4.type(), FileSystemKind.XFS.type()))
          .defaultValue(FileSystemKind.EXT4.type())
          .description("File system inside the image; ext4 can shrink, xfs can grow while mounted.")
          .group("disk")
          .applies(Applies.CREATE)
          .build();

  PloopParameters(long defaultDiskspace) {
    diskspace =
        Parameter.builder("diskspace", ValueTypes.kibibytes(LEAST, IdentityLayout.LARGEST))
            .unit("KiB")
            .defaultValue(IdentityLayout.roundUp(defaultDiskspace))
            .description("Size of the CT's disk, rounded up to whole MiB.")
            .group("disk")
            .applies(Applies.LIVE)
            .build();
  }

  List<Parameter<?>> all() {
    return List.of(diskspace, diskinodes, layout, fstype);
  }

  Parameter<Long> diskspace() {
    return diskspace;
  }

  Parameter<Long> diskinodes() {
    return diskinodes;
  }

  Parameter<String> layout() {
    return layout;
  }

  Parameter<String> fstype() {
    return fstype;
  }

  /** Bytes that were asked for. */
  long asked(ParameterValues values) {
    return values.get(diskspace).orElseThrow();
  }

  /** Bytes of the disk. */
  long size(ParameterValues values) {
    return IdentityLayout.roundUp(asked(values));
  }

  Layout layoutOf(ParameterValues values) {
    return Layout.of(values.get(layout).orElseThrow());
  }

  /** What a new disk with these values is. */
  DiskSpec spec(ParameterValues values, Optional<TemplateImage> template) {
    boolean whole = layoutOf(values) == Layout.PLOOP;
    return new DiskSpec(
        FileSystemKind.of(values.get(fstype).orElseThrow()),
        size(values),
        values.get(diskinodes).orElse(0L),
        whole,
        whole ? template : Optional.empty());
  }

  /** Contradictions between the values, and sizes above what the pool can ever hold. */
  List<Problem> validate(ParameterValues values, long poolSize) {
    List<Problem> problems = new ArrayList<>();
    FileSystemKind kind = FileSystemKind.of(values.get(fstype).orElseThrow());
    long size = size(values);
    String text = diskspace.type().format(size);
    if (size < kind.least()) {
      problems.add(
          Problem.of(
              "diskspace",
              text,
              "must be at least " + (kind.least() >> 20) + "M with " + kind.type()));
    }
    if (size > poolSize) {
      problems.add(
          new Problem(
              "diskspace",
              text,
              "is more than the whole pool has (" + (poolSize >> 20) + "M)",
              "ask for less, or give the pool more space"));
    }
    if (kind == FileSystemKind.XFS && values.isSet(diskinodes)) {
      problems.add(
          Problem.of("diskinodes", "", "has no meaning with xfs, which makes them as needed"));
    }
    if (values.get(diskinodes).filter(n -> n > size / 1024).isPresent()) {
      problems.add(Problem.of("diskinodes", "", "must be at most one for each KiB of diskspace"));
    }
    return problems;
  }

  private static ValueType<String> words(String... words) {
    List<String> all = List.of(words);
    return ValueTypes.text(
        String.join("|", all),
        s -> {
          if (!all.contains(s)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", all));
          }
          return s;
        },
        s -> s,
        JsonForm.words(all),
        all);
  }
}
