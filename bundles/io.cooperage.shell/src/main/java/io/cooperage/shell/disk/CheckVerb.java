package io.cooperage.shell.disk;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.DiskCheck;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct check}. */
@Component(service = Verb.class)
public final class CheckVerb extends Verb {
  private final DiskService disks;

  @Activate
  public CheckVerb(@Reference ContainerService containers, @Reference DiskService disks) {
    super(
        Syntax.of(
                "ct",
                "check",
                "Checks the disk of a stopped container with its snapshots: the images and the file"
                    + " systems in them. Ends with 47 while content is in danger.")
            .argument("CTID", DiskWords.containers(containers))
            .flag("--repair", "Repair what needs no guess, and the file systems after that.")
            .json()
            .example("ct check 101 --repair")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.UNSUPPORTED)
            .exits(ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.BROKEN)
            .build());
    this.disks = disks;
  }

  @Override
  protected int run(Call call) {
    DiskCheck check = call.await(disks.check(call.container(), call.has("--repair"))).orElseThrow();
    if (call.has("--json")) {
      call.json(check);
    } else {
      print(call, check);
    }
    return check.sound() ? ExitCode.OK.number() : ExitCode.BROKEN.number();
  }

  private static void print(Call call, DiskCheck check) {
    Table table = Table.of("IMAGE", "FAULT", "COUNT", "COSTS", "REPAIR", "WHAT");
    boolean rows = false;
    for (CheckedImage image : check.images()) {
      for (DiskFault fault : image.repaired()) {
        row(table, image, fault, "done");
        rows = true;
      }
      for (DiskFault fault : image.faults()) {
        row(table, image, fault, fault.repairable() ? "possible" : "no");
        rows = true;
      }
    }
    if (rows) {
      table.print(call.out());
    }
    int count = check.images().size();
    call.out()
        .println(
            "The disk of container "
                + call.container()
                + (check.sound() ? " is sound" : " is damaged")
                + (count == 1 ? " (1 image)." : " (" + count + " images)."));
  }

  private static void row(Table table, CheckedImage image, DiskFault fault, String repair) {
    table.row(
        image.file(),
        fault.kind(),
        Long.toString(fault.count()),
        fault.error() ? "content" : "space",
        repair,
        fault.text());
  }
}
