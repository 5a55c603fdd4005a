package io.cooperage.template.busybox;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateOffer;
import io.cooperage.spi.template.TemplateSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers one template, {@code busybox}. Needs the package busybox-static on the host. */
@Component
public final class BusyboxTemplateSource implements TemplateSource {
  private static final String NAME = "busybox";
  private static final String DESCRIPTION = "The host's static busybox: shell, 260 tools, init";
  private static final int HALT_BY_SIGUSR2 = 12;
  private static final int REBOOT_BY_SIGTERM = 15;

  private final List<Path> candidates;

  @Activate
  public BusyboxTemplateSource() {
    this(List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox")));
  }

  /** Looks for busybox in these places, in their order. */
  BusyboxTemplateSource(List<Path> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  @Override
  public String kind() {
    return NAME;
  }

  @Override
  public List<TemplateOffer> offers() {
    return List.of(new TemplateOffer(NAME, DESCRIPTION));
  }

  @Override
  public TemplateDescriptor build(String name, Path emptyFolder, ProgressSink progress) {
    if (!name.equals(NAME)) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_TEMPLATE, "this source builds '" + NAME + "', not '" + name + "'");
    }
    progress.checkCancelled();
    StaticBusybox busybox = StaticBusybox.find(candidates);
    progress.progress(10, "Asking " + busybox.path() + " for its applets");
    List<String> applets = busybox.applets();
    progress.checkCancelled();
    progress.progress(40, "Laying out the tree");
    try {
      BusyboxTree.lay(emptyFolder, busybox.path(), applets);
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "template " + NAME + ": cannot write its tree: " + e, "", e);
    }
    progress.progress(100, "The tree is complete");
    return new TemplateDescriptor(
        NAME,
        DESCRIPTION,
        kind(),
        List.of("/sbin/init"),
        Map.of(),
        HALT_BY_SIGUSR2,
        REBOOT_BY_SIGTERM,
        Map.of("init", "busybox"));
  }
}
