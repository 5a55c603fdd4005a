package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.catalog.SettingsMerge;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.lifecycle.step.DiskRecipes;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.NetworkPlug;
import io.cooperage.core.lifecycle.step.Newcomers;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.Secrets;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.SourceImage;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.template.TemplateImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes CTs. Everything is checked and reserved before the job begins. */
final class Creation {
  private final EngineParts parts;
  private final Recipes recipes;
  private final Snapshots snapshots;
  private final Newcomers newcomers;
  private final NetworkPlug plug;
  private final PowerJobs power;
  private final SampleFiles samples;

  Creation(
      EngineParts parts,
      Recipes recipes,
      Snapshots snapshots,
      Newcomers newcomers,
      NetworkPlug plug,
      PowerJobs power) {
    this.parts = parts;
    this.recipes = recipes;
    this.snapshots = snapshots;
    this.newcomers = newcomers;
    this.plug = plug;
    this.power = power;
    this.samples = new SampleFiles(parts.node().sampleFolder());
  }

  Job<Container> create(CreateRequest request) {
    request.ctid().ifPresent(this::requireFree);
    Map<String, String> kinds = new HashMap<>(parts.node().kinds());
    kinds.putAll(request.kinds());
    requireProviders(parts, kinds);
    power.requireRoom(kinds.get(Family.STORAGE.name()), "make a CT");
    TemplateChoice choice = proposal -> Optional.of(template(request, proposal));
    Making making = new Making(recipes.create(), Map.of(), List.of(), choice);
    return make(request, kinds, making);
  }

  Job<Container> importFrom(ImportRequest asked) {
    CreateRequest request = asked.container();
    request.ctid().ifPresent(this::requireFree);
    Map<String, String> kinds = new HashMap<>(parts.node().kinds());
    kinds.putAll(request.kinds());
    requireProviders(parts, kinds);
    String storage = kinds.get(Family.STORAGE.name());
    power.requireRoom(storage, "make a CT");
    SourceImage source =
        SnapshotSupport.need(parts.leases(), Family.TRANSFER, storage)
            .call(t -> t.inspect(asked.file(), asked.format()));
    TemplateChoice choice =
        proposal -> Optional.of(named(request, proposal)).filter(name -> !name.isEmpty());
    return make(
        request,
        kinds,
        new Making(
            recipes.importing(),
            DiskRecipes.importValues(asked.file(), source.format()),
            source.settings(),
            choice));
  }

  /** How the template of a new CT is found; empty for none. */
  private interface TemplateChoice {
    Optional<String> of(Proposal proposal);
  }

  /**
   * Where a new CT's disk comes from.
   *
   * @param settings that go before those of the request
   */
  private record Making(
      Recipe recipe,
      Map<String, String> values,
      List<RawSetting> settings,
      TemplateChoice template) {}

  private Job<Container> make(CreateRequest request, Map<String, String> kinds, Making making) {
    SettingsMerge merge = merge(request, kinds, making.settings());
    ContainerId id = request.id().orElseGet(ContainerId::random);
    Assessment assessment = parts.admission().assess(id, kinds, merge.texts(), merge.unread());
    assessment.problems().forEach(merge::problem);
    Proposal proposal = merge.proposal();
    Optional<TemplateImage> template =
        making.template().of(proposal).map(name -> parts.templates().need(name));
    Texts.check(request.description(), request.labels());
    parts.admission().hold(id, kinds, assessment);
    LiveContainer live;
    try {
      live = reserve(request, id, kinds, proposal, template);
    } catch (ContainerException e) {
      parts.admission().settle(id);
      throw e;
    }
    plug.refreshAddresses(live);
    // What is made is mostly started at once.
    parts.expectLaunch();
    return submit(live, proposal, request.start(), making);
  }

  // The roster decides in the end; that a number is taken is worth more than what else is wrong.
  private void requireFree(Ctid ctid) {
    if (parts.roster().find(ContainerRef.of(ctid)).isPresent()) {
      throw new ContainerException(ErrorCode.CONTAINER_EXISTS, "CT " + ctid + " exists already");
    }
  }

  /** Refuses kinds of which one is missing, or is not there now. */
  static void requireProviders(EngineParts parts, Map<String, String> kinds) {
    for (Family<?> family : List.of(Family.STORAGE, Family.ISOLATION)) {
      parts.leases().need(family, kinds.get(family.name()));
    }
    String network = kinds.getOrDefault(Family.NETWORK.name(), "");
    if (!network.isEmpty()) {
      parts.leases().need(Family.NETWORK, network);
    }
  }

  private SettingsMerge merge(
      CreateRequest request, Map<String, String> kinds, List<RawSetting> first) {
    CatalogView view = parts.catalog().view(Map.copyOf(kinds));
    SettingsMerge merge = new SettingsMerge(view, parts.catalog()::wasKnown, Map.of());
    merge.add(first);
    samples.read(request.sample()).forEach(line -> merge.add(line.setting(), line.place()));
    return merge.add(request.settings());
  }

  private String template(CreateRequest request, Proposal proposal) {
    String asked = named(request, proposal);
    return asked.isEmpty() ? parts.node().template() : asked;
  }

  private static String named(CreateRequest request, Proposal proposal) {
    return request.template().isEmpty()
        ? GuestSettings.of(proposal.after()).explicit(GuestParameters.OSTEMPLATE).orElse("")
        : request.template();
  }

  private LiveContainer reserve(
      CreateRequest request,
      ContainerId id,
      Map<String, String> kinds,
      Proposal proposal,
      Optional<TemplateImage> template) {
    Map<String, List<String>> texts = new HashMap<>(proposal.after());
    texts.remove(GuestParameters.OSTEMPLATE.name());
    boolean privileged = GuestSettings.of(texts).get(GuestParameters.PRIVILEGED).orElse(false);
    return newcomers.add(
        request.ctid(),
        privileged,
        (ctid, idMap) ->
            new ContainerRecord(
                id,
                ctid,
                request.name(),
                1,
                parts.clock().instant(),
                kinds,
                template.map(t -> t.descriptor().name()).orElse(""),
                template.map(TemplateImage::digest).orElse(""),
                texts,
                request.labels(),
                request.description(),
                idMap,
                false,
                Optional.empty(),
                GuestSettings.mounts(texts, privileged),
                Map.of()));
  }

  private static Map<String, String> values(LiveContainer live, Making making) {
    Map<String, String> values = new HashMap<>(making.values());
    values.put("ctid", live.record().ctid().toString());
    return values;
  }

  private Job<Container> submit(
      LiveContainer live, Proposal proposal, boolean start, Making making) {
    Optional<Secrets> secrets = Passwords.of(proposal);
    try {
      if (start) {
        power.preflight(live);
      }
      return parts
          .jobs()
          .submit(
              new JobRequest<>(
                  making.recipe().action(),
                  live.id().toString(),
                  start ? List.of(making.recipe(), recipes.start()) : List.of(making.recipe()),
                  values(live, making),
                  c -> secrets.ifPresent(s -> c.hold(Secrets.class, s)),
                  c -> Optional.of(snapshots.of(live))));
    } catch (ContainerException e) {
      parts.roster().remove(live.id());
      parts.admission().settle(live.id());
      throw e.code() == ErrorCode.BUSY
          ? new ContainerException(ErrorCode.CONTAINER_EXISTS, e.getMessage(), e.hint(), e)
          : e;
    }
  }
}
