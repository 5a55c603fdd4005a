package io.cooperage.shell.disk;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct convert}. */
@Component(service = Verb.class)
public final class ConvertVerb extends Verb {
  private final DiskService disks;
  private final ParameterCatalog catalog;

  @Activate
  public ConvertVerb(
      @Reference ContainerService containers,
      @Reference DiskService disks,
      @Reference ParameterCatalog catalog) {
    super(
        Syntax.of(
                "ct",
                "convert",
                "Makes the disk of a stopped container anew with the same files: in another file"
                    + " system, of another size, or with the template's files in it.")
            .argument("CTID", DiskWords.containers(containers))
            .settings(catalog)
            .json()
            .example("ct convert 101 --layout ploop --fstype xfs")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.UNSUPPORTED, ExitCode.RUNNING)
            .exits(ExitCode.MOUNTED, ExitCode.NO_SPACE, ExitCode.RESOURCES, ExitCode.BROKEN)
            .build());
    this.disks = disks;
    this.catalog = catalog;
  }

  @Override
  protected int run(Call call) {
    if (call.settings().isEmpty()) {
      throw call.usage("needs --layout, --fstype or another property of the disk");
    }
    Container converted =
        call.await(disks.convert(call.container(), catalog.parseOptions(call.settings())))
            .orElseThrow();
    call.answer(converted, "The disk of container " + call.container() + " was converted.");
    return 0;
  }
}
