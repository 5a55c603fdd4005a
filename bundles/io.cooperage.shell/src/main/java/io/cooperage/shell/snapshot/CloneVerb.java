package io.cooperage.shell.snapshot;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.snapshot.CloneOptions;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct clone}. */
@Component(service = Verb.class)
public final class CloneVerb extends Verb {
  private final SnapshotService snapshots;
  private final ParameterCatalog catalog;

  @Activate
  public CloneVerb(
      @Reference ContainerService containers,
      @Reference SnapshotService snapshots,
      @Reference ParameterCatalog catalog) {
    super(
        Syntax.of(
                "ct",
                "clone",
                "Makes a stopped container like another one, running or not, without its"
                    + " addresses. They share blocks until either writes.")
            .argument("CTID", SnapshotWords.containers(containers))
            .optional("NEW-CTID", Completion.NONE)
            .option("--name", "NAME", "The clone's name.", Completion.NONE)
            .option(
                "--snapshot",
                "UUID|NAME",
                "The disk as it was in this snapshot of the source.",
                Completion.NONE)
            .flag("--linked", "For prlctl's sake: every clone shares blocks.")
            .settings(catalog)
            .json()
            .example("ct clone 101 201 --name web2 --ipadd 10.77.0.201")
            .example("ct clone 101 202 --snapshot before-upgrade")
            .exits(
                ExitCode.NO_CONTAINER,
                ExitCode.NO_SNAPSHOT,
                ExitCode.EXISTS,
                ExitCode.NAME,
                ExitCode.ADDRESS_IN_USE)
            .exits(ExitCode.NO_SPACE, ExitCode.RESOURCES, ExitCode.UNSUPPORTED, ExitCode.LOCKED)
            .exits(ExitCode.BROKEN)
            .build());
    this.snapshots = snapshots;
    this.catalog = catalog;
  }

  @Override
  protected int run(Call call) {
    Optional<Ctid> ctid = Optional.empty();
    Optional<ContainerName> name = call.value("--name").map(CloneVerb::name);
    if (call.places().size() > 1) {
      ContainerRef ref = call.container(call.places().get(1));
      if (ref instanceof ContainerRef.ByCtid byCtid) {
        ctid = Optional.of(byCtid.ctid());
      } else {
        throw Call.bad("NEW-CTID", call.places().get(1), "must be a CTID");
      }
    }
    Optional<SnapshotId> snapshot =
        call.value("--snapshot").map(text -> snapshots.get(call.container(), text).id());
    CloneOptions options =
        new CloneOptions(ctid, name, catalog.parseOptions(call.settings()), snapshot);
    Container clone = call.await(snapshots.copy(call.container(), options)).orElseThrow();
    call.answer(clone, "Container " + clone.ctid() + " was made from " + call.container() + ".");
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
