package io.cooperage.testing.fake;

import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateOffer;
import io.cooperage.spi.template.TemplateSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Offers "busybox" and "toybox" and builds them at once. */
public final class FakeTemplateSource implements TemplateSource {
  private final Faults faults = new Faults();

  /** Calls that can fail: build. */
  public Faults faults() {
    return faults;
  }

  /** A descriptor such as a busybox template has. */
  public static TemplateDescriptor descriptor(String name) {
    return new TemplateDescriptor(
        name, "A fake system.", "fake", List.of("/sbin/init"), Map.of(), 12, 15, Map.of());
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public List<TemplateOffer> offers() {
    return List.of(
        new TemplateOffer("busybox", "A fake system."), new TemplateOffer("toybox", "Another."));
  }

  @Override
  public TemplateDescriptor build(String name, Path emptyFolder, ProgressSink progress) {
    progress.progress(50, "half of it");
    progress.checkCancelled();
    faults.check("build");
    return descriptor(name);
  }
}
