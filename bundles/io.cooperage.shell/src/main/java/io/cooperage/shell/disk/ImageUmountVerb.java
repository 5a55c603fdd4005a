package io.cooperage.shell.disk;

import io.cooperage.api.disk.DiskService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct image-umount}. */
@Component(service = Verb.class)
public final class ImageUmountVerb extends Verb {
  private final DiskService disks;

  @Activate
  public ImageUmountVerb(@Reference DiskService disks) {
    super(
        Syntax.of("ct", "image-umount", "Unmounts the image of a disk.")
            .argument("FILE", Completion.NONE)
            .example("ct image-umount /srv/old/root.hdd")
            .exits(ExitCode.NOT_MOUNTED, ExitCode.LOCKED)
            .build());
    this.disks = disks;
  }

  @Override
  protected int run(Call call) {
    Path file = HostFiles.path(call, call.places().get(0));
    disks.unmountImage(file);
    call.out().println(file + " is unmounted.");
    return 0;
  }
}
