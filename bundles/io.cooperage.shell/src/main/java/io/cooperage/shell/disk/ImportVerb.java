package io.cooperage.shell.disk;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct import}. */
@Component(service = Verb.class)
public final class ImportVerb extends Verb {
  private final DiskService disks;
  private final ParameterCatalog catalog;

  @Activate
  public ImportVerb(@Reference DiskService disks, @Reference ParameterCatalog catalog) {
    super(
        Syntax.of(
                "ct",
                "import",
                "Makes a stopped container from the image of a disk that begins with ext4 or xfs"
                    + " and holds a whole root. The image is not changed.")
            .argument("FILE", Completion.NONE)
            .optional("CTID", Completion.NONE)
            .option("--name", "NAME", "The container's name.", Completion.NONE)
            .option(
                "--format",
                "FORMAT",
                "raw, qcow2, ploop (parallels), or hdd: a folder with DiskDescriptor.xml; else"
                    + " what the file looks like.",
                HostFiles.SOURCES)
            .option(
                "--template",
                "NAME",
                "The template that it starts and stops like; with --layout ploop-overlay the one"
                    + " below it. Without, it starts as systemd does.",
                Completion.NONE)
            .option("--description", "TEXT", "What it is for.", Completion.NONE)
            .settings(catalog)
            .json()
            .example("ct import /srv/web.qcow2 201 --name web --ipadd 10.77.0.201")
            .exits(ExitCode.EXISTS, ExitCode.NAME, ExitCode.NO_TEMPLATE, ExitCode.ADDRESS_IN_USE)
            .exits(ExitCode.NO_SPACE, ExitCode.RESOURCES, ExitCode.UNSUPPORTED, ExitCode.LOCKED)
            .build());
    this.disks = disks;
    this.catalog = catalog;
  }

  @Override
  protected int run(Call call) {
    CreateRequest.Builder request = CreateRequest.builder();
    if (call.places().size() > 1) {
      ContainerRef ref = call.container(call.places().get(1));
      if (!(ref instanceof ContainerRef.ByCtid byCtid)) {
        throw Call.bad("CTID", call.places().get(1), "must be a number");
      }
      request.ctid(byCtid.ctid());
    }
    call.value("--name").ifPresent(text -> request.name(name(text)));
    call.value("--template").ifPresent(request::template);
    call.value("--description").ifPresent(request::description);
    request.settings(catalog.parseOptions(call.settings()));
    Path file = HostFiles.path(call, call.places().get(0));
    ImportRequest wish =
        new ImportRequest(file, call.value("--format").orElse(""), request.build());
    Container made = call.await(disks.importFrom(wish)).orElseThrow();
    call.answer(made, "Container " + made.ctid() + " was made from " + file + ".");
    return 0;
  }

  private static ContainerName name(String text) {
    try {
      return new ContainerName(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad("--name", text, e.getMessage());
    }
  }
}
