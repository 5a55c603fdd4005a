package io.cooperage.template.debootstrap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateOffer;
import io.cooperage.spi.template.TemplateSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers Debian releases. Needs the packages debootstrap and debian-archive-keyring on the host.
 */
@Component(configurationPid = "io.cooperage.template.debootstrap")
@Designate(ocd = DebootstrapTemplateSource.Settings.class)
public final class DebootstrapTemplateSource implements TemplateSource {
  /** Configuration. */
  @ObjectClassDefinition(name = "Cooperage Debian templates")
  public @interface Settings {
    @AttributeDefinition(
        name = "mirror",
        description =
            "URI of a Debian archive; empty for the one that the host's apt is configured for")
    String mirror() default "";
  }

  private final DebianBuild build;

  @Activate
  public DebootstrapTemplateSource(@Reference NodeEnvironment node, Settings settings) {
    this(node.stateFolder(), settings.mirror(), BuildHost.thisMachine());
  }

  DebootstrapTemplateSource(Path stateFolder, String mirror, BuildHost host) {
    this.build =
        new DebianBuild(host, mirror, new PackageCache(stateFolder.resolve("cache/debootstrap")));
  }

  @Override
  public String kind() {
    return "debootstrap";
  }

  @Override
  public List<TemplateOffer> offers() {
    return Arrays.stream(DebianRelease.values())
        .map(release -> new TemplateOffer(release.template(), release.description()))
        .toList();
  }

  @Override
  public TemplateDescriptor build(String name, Path emptyFolder, ProgressSink progress) {
    DebianRelease release =
        DebianRelease.ofTemplate(name)
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.NO_SUCH_TEMPLATE,
                        "debootstrap builds "
                            + offers().stream().map(TemplateOffer::name).toList()
                            + " here, not '"
                            + name
                            + "'"));
    return build.run(release, emptyFolder, progress);
  }
}
