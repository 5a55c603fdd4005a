package io.cooperage.core.guest;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.node.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** The parameters that core owns. */
@Component(service = ParameterOwner.class)
public final class GuestParameters implements ParameterOwner {
  public static final Parameter<String> HOSTNAME =
      Parameter.builder(LiveContainer.HOSTNAME, GuestTypes.hostname())
          .defaultText("the CT's name, else ct and its CTID")
          .description("Host name of the CT, with or without a domain.")
          .group("network")
          .build();

  public static final Parameter<String> NAMESERVER =
      Parameter.builder("nameserver", GuestTypes.nameserver())
          .list()
          .defaultText("inherit")
          .description("Name servers for the CT's resolv.conf; 'inherit' takes the host's.")
          .group("network")
          .build();

  public static final Parameter<String> SEARCHDOMAIN =
      Parameter.builder("searchdomain", GuestTypes.searchDomain())
          .list()
          .defaultText("inherit")
          .description("Search domains for the CT's resolv.conf; 'inherit' takes the host's.")
          .group("network")
          .build();

  public static final Parameter<String> USERPASSWD =
      Parameter.builder("userpasswd", GuestTypes.userPassword())
          .secret()
          .description("Sets the password of a user inside the CT; it is not stored.")
          .group("general")
          .build();

  public static final Parameter<String> SSH_KEY =
      Parameter.builder("ssh-key", GuestTypes.sshKey())
          .list()
          .description("Public keys that may log in as the CT's root.")
          .group("general")
          .build();

  public static final Parameter<Boolean> ONBOOT =
      Parameter.builder("onboot", ValueTypes.flag())
          .defaultText("yes if it ran when the node went down")
          .description("Whether the CT is started with the node.")
          .group("general")
          .build();

  public static final Parameter<Long> BOOTORDER =
      Parameter.builder("bootorder", ValueTypes.integer(0, Integer.MAX_VALUE))
          .defaultValue(0L)
          .description("CTs with a higher number are started first.")
          .group("general")
          .build();

  public static final Parameter<Long> STOP_TIMEOUT =
      Parameter.builder("stop-timeout", ValueTypes.integer(0, 86400))
          .defaultValue(120L)
          .unit("s")
          .description("How long a stop waits for the CT before it is killed.")
          .group("general")
          .build();

  public static final Parameter<BindMount> BINDMOUNT =
      Parameter.builder("bindmount", BindMount.type())
          .list()
          .applies(Applies.RESTART)
          .description("Folders of the host inside the CT: SOURCE:TARGET and mount options.")
          .group("disk")
          .reachesHost()
          .build();

  public static final Parameter<String> OSTEMPLATE =
      Parameter.builder("ostemplate", GuestTypes.word())
          .applies(Applies.CREATE)
          .defaultText("the node's default template")
          .description("Template that the CT is made from.")
          .group("general")
          .build();

  public static final Parameter<Boolean> PRIVILEGED =
      Parameter.builder("privileged", ValueTypes.flag())
          .applies(Applies.CREATE)
          .defaultValue(false)
          .description(
              "Gives up the user namespace: root inside is root of the host. For trusted CTs.")
          .group("general")
          .build();

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        HOSTNAME,
        NAMESERVER,
        SEARCHDOMAIN,
        USERPASSWD,
        SSH_KEY,
        ONBOOT,
        BOOTORDER,
        STOP_TIMEOUT,
        BINDMOUNT,
        OSTEMPLATE,
        PRIVILEGED);
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>();
    for (BindMount mount : proposed.list(BINDMOUNT)) {
      source(mount).ifPresent(problems::add);
    }
    long targets = proposed.list(BINDMOUNT).stream().map(BindMount::target).distinct().count();
    if (targets < proposed.list(BINDMOUNT).size()) {
      problems.add(Problem.of(BINDMOUNT.name(), "", "has the same target twice"));
    }
    return problems;
  }

  private static Optional<Problem> source(BindMount mount) {
    Path source = Path.of(mount.source());
    try {
      Path real = source.toRealPath();
      if (!real.equals(source)) {
        String remedy = "name its real path, " + real;
        return Optional.of(
            new Problem(BINDMOUNT.name(), mount.source(), "leads over a symbolic link", remedy));
      }
      if (Files.isDirectory(real)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      // Answered below, as what is no folder is.
    }
    return Optional.of(
        new Problem(BINDMOUNT.name(), mount.source(), "is no folder of the host", "make it first"));
  }
}
