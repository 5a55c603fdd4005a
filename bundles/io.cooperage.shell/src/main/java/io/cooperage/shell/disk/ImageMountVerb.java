package io.cooperage.shell.disk;

import io.cooperage.api.disk.DiskService;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct image-mount}. */
@Component(service = Verb.class)
public final class ImageMountVerb extends Verb {
  private final DiskService disks;

  @Activate
  public ImageMountVerb(@Reference DiskService disks) {
    super(
        Syntax.of(
                "ct",
                "image-mount",
                "Mounts the file system in the image of a disk read-only, where it is, and prints"
                    + " the folder.")
            .argument("FILE", Completion.NONE)
            .option(
                "--format",
                "FORMAT",
                "raw, ploop (parallels), or hdd: a folder with DiskDescriptor.xml; else what the"
                    + " file looks like.",
                HostFiles.SOURCES)
            .json()
            .example("ct image-mount /srv/old/root.hdd")
            .exits(ExitCode.UNSUPPORTED, ExitCode.LOCKED)
            .build());
    this.disks = disks;
  }

  @Override
  protected int run(Call call) {
    ImageView view =
        disks.mountImage(
            HostFiles.path(call, call.places().get(0)), call.value("--format").orElse(""));
    call.answer(view, view.folder().toString());
    return 0;
  }
}
