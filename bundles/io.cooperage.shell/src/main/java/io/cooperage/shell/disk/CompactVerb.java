package io.cooperage.shell.disk;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct compact}. */
@Component(service = Verb.class)
public final class CompactVerb extends Verb {
  private final DiskService disks;

  @Activate
  public CompactVerb(@Reference ContainerService containers, @Reference DiskService disks) {
    super(
        Syntax.of(
                "ct",
                "compact",
                "Gives back to the pool what a container's disk takes and does not use, and lays"
                    + " the disk's image out anew if it lies scattered.")
            .argument("CTID", DiskWords.containers(containers))
            .json()
            .example("ct compact 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.UNSUPPORTED, ExitCode.BROKEN)
            .build());
    this.disks = disks;
  }

  @Override
  protected int run(Call call) {
    Compaction gained = call.await(disks.compact(call.container())).orElseThrow();
    call.answer(
        gained,
        Amounts.bytes(gained.freed())
            + " were given back: the disk of container "
            + call.container()
            + " takes "
            + Amounts.bytes(gained.after())
            + " in "
            + gained.piecesAfter()
            + " pieces.");
    return 0;
  }
}
