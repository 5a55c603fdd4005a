package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.admission.Admission;
import io.cooperage.core.catalog.Catalog;
import io.cooperage.core.event.Events;
import io.cooperage.core.guest.GuestConfigurator;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.node.NodeDefaults;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.RecordKeeper;
import io.cooperage.core.roster.Roster;
import io.cooperage.core.template.Templates;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.LaunchNeeds;
import io.cooperage.spi.isolation.LaunchPreparation;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the steps work with. */
public record EngineParts(
    Leases leases,
    Catalog catalog,
    Roster roster,
    RecordKeeper keeper,
    Events events,
    Jobs jobs,
    Templates templates,
    Admission admission,
    NodeDefaults node,
    GuestConfigurator guest,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(EngineParts.class);

  // For a CT without a template: what systemd understands, see systemd(1).
  private static final TemplateDescriptor PLAIN =
      new TemplateDescriptor("", "", "", List.of("/sbin/init"), Map.of(), 37, 38, Map.of());

  LiveContainer live(StepContext context) {
    return roster.need(context.container());
  }

  /** A provider's own values out of a CT's texts. */
  public <S extends ParameterOwner> ParameterValues values(
      LiveContainer live, Family<S> family, Map<String, List<String>> texts) {
    return catalog
        .view(live.record().kinds())
        .slice(family, live.kind(family.name()))
        .map(s -> s.values(texts))
        .orElse(ParameterValues.empty());
  }

  /** What its isolation needs for a start with the stored values. */
  LaunchNeeds needs(LiveContainer live) {
    ParameterValues values = values(live, Family.ISOLATION, live.record().parameters());
    return leases.call(Family.ISOLATION, live.kind("isolation"), i -> needs(i, values));
  }

  private static LaunchNeeds needs(IsolationProvider provider, ParameterValues values) {
    return provider instanceof LaunchPreparation prepared
        ? prepared.needs(values)
        : LaunchNeeds.USUAL;
  }

  /**
   * The image below the CT's own files; empty if it has no template.
   *
   * @throws ContainerException NO_SUCH_TEMPLATE if the image is gone
   */
  Optional<TemplateImage> image(LiveContainer live) {
    String digest = live.record().templateDigest();
    if (digest.isEmpty()) {
      return Optional.empty();
    }
    Optional<TemplateImage> image = templates.byDigest(digest);
    if (image.isEmpty()) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_TEMPLATE,
          "the image " + digest + " of template '" + live.record().template() + "' is gone",
          "Bring it back into the pool's template folder, or reinstall the CT.");
    }
    return image;
  }

  /** What the disk of a CT is made by. */
  VolumeRequest volumeRequest(LiveContainer live, Optional<TemplateImage> image) {
    return new VolumeRequest(
        live.id(), values(live, Family.STORAGE, live.record().parameters()), image);
  }

  TemplateDescriptor descriptor(LiveContainer live) {
    return image(live).map(TemplateImage::descriptor).orElse(PLAIN);
  }

  MountRequest mountRequest(LiveContainer live, boolean readOnly) {
    return new MountRequest(live.record().idMap(), image(live), readOnly);
  }

  /** The root of a CT that is mounted on the host, mounting it if it is not. */
  public MountedVolume openOnHost(LiveContainer live, RepairMount place, boolean readOnly) {
    Volume volume = volume(live);
    MountRequest request =
        new MountRequest(place.ids(live.record().idMap()), image(live), readOnly);
    return leases.call(
        Family.STORAGE,
        volume.kind(),
        s -> s.mountOnHost(volume, request, MountTarget.own(place.folder())));
  }

  Volume volume(LiveContainer live) {
    return live.record()
        .volume()
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.BROKEN_CONTAINER, "CT " + live + " has no disk", "Destroy it."));
  }

  void event(String type, LiveContainer live, String message) {
    events.publish(type, live.id().toString(), "CT " + live + " " + message);
  }

  /** Says that a CT will be launched soon. Only time is lost where nobody hears it. */
  public void expectLaunch() {
    try {
      leases.find(Family.CGROUP, "").ifPresent(c -> c.run(CgroupProvider::expectLaunch));
    } catch (ContainerException e) {
      LOG.debug("A launch comes unannounced: {}", e.getMessage());
    }
  }
}
