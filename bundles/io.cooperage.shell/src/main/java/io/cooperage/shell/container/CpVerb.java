package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.front.Handover;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct cp}. */
@Component(service = Verb.class)
public final class CpVerb extends ContainerVerb {
  private static final int MODE = 0644;

  @Activate
  public CpVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "cp", "Copies a file into or out of a container.")
            .argument("SOURCE", Completion.NONE)
            .argument("TARGET", Completion.NONE)
            .example("ct cp 101:/etc/fstab ./fstab")
            .example("tar c . | ct cp - 101:/root/all.tar")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_MOUNTED));
  }

  /** A file inside a container. */
  private record Guest(ContainerRef container, String path) {
    /** A target that ends with a slash keeps the source's name. */
    Guest into(String source) {
      String name = source.substring(source.lastIndexOf('/') + 1);
      return path.endsWith("/") ? new Guest(container, path + name) : this;
    }

    String resource() {
      String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8);
      return "/1.0/containers/" + container + "/files?path=" + encoded;
    }
  }

  @Override
  protected int run(Call call) throws IOException {
    String source = call.places().get(0);
    String target = call.places().get(1);
    Optional<Guest> from = guest(call, source);
    Optional<Guest> to = guest(call, target);
    if (from.isPresent() == to.isPresent()) {
      throw call.usage("exactly one of SOURCE and TARGET must be CTID:/PATH");
    }
    if (from.isPresent()) {
      get(from.get().container());
      download(call, from.get(), target);
    } else {
      get(to.get().container());
      upload(call, source, to.get().into(source));
    }
    return 0;
  }

  private static Optional<Guest> guest(Call call, String text) {
    int colon = text.indexOf(":/");
    return colon < 1 || text.startsWith("/") || text.startsWith(".")
        ? Optional.empty()
        : Optional.of(
            new Guest(call.container(text.substring(0, colon)), text.substring(colon + 1)));
  }

  private void download(Call call, Guest from, String target) throws IOException {
    String name = from.path().substring(from.path().lastIndexOf('/') + 1);
    Path local = call.caller().directory().resolve(target);
    boolean folder = target.endsWith("/") || Files.isDirectory(local);
    String file = folder ? target + "/" + name : target;
    if (call.caller().handOver(new Handover.Download(from.resource(), file))) {
      return;
    }
    try (OutputStream sink = Files.newOutputStream(call.caller().directory().resolve(file))) {
      containers.files(from.container()).read(from.path(), sink);
    }
  }

  private void upload(Call call, String source, Guest to) throws IOException {
    if (call.caller().handOver(new Handover.Upload(source, to.resource()))) {
      return;
    }
    try (InputStream in = Files.newInputStream(call.caller().directory().resolve(source))) {
      containers.files(to.container()).write(to.path(), in, MODE);
    }
  }
}
