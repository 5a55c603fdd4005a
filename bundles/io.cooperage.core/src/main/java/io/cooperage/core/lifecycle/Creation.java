package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.catalog.SettingsMerge;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.NetworkPlug;
import io.cooperage.core.lifecycle.step.Newcomers;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.Secrets;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.template.TemplateImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes CTs. Everything is checked and reserved before the job begins. */
final class Creation {
  private static final int LONGEST_TEXT = 1024;

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
    requireProviders(kinds);
    SettingsMerge merge = merge(request, kinds);
    ContainerId id = request.id().orElseGet(ContainerId::random);
    Assessment assessment = parts.admission().assess(id, kinds, merge.texts(), merge.unread());
    assessment.problems().forEach(merge::problem);
    Proposal proposal = merge.proposal();
    TemplateImage template = parts.templates().need(template(request, proposal));
    Texts.check(request.description(), request.labels(), LONGEST_TEXT);
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
    return submit(live, proposal, request.start());
  }

  // The roster decides in the end; that a number is taken is worth more than what else is wrong.
  private void requireFree(Ctid ctid) {
    if (parts.roster().find(ContainerRef.of(ctid)).isPresent()) {
      throw new ContainerException(ErrorCode.CONTAINER_EXISTS, "CT " + ctid + " exists already");
    }
  }

  private void requireProviders(Map<String, String> kinds) {
    parts.leases().need(Family.STORAGE, kinds.get(Family.STORAGE.name()));
    parts.leases().need(Family.ISOLATION, kinds.get(Family.ISOLATION.name()));
    String network = kinds.getOrDefault(Family.NETWORK.name(), "");
    if (!network.isEmpty()) {
      parts.leases().need(Family.NETWORK, network);
    }
  }

  private SettingsMerge merge(CreateRequest request, Map<String, String> kinds) {
    CatalogView view = parts.catalog().view(Map.copyOf(kinds));
    SettingsMerge merge = new SettingsMerge(view, parts.catalog()::wasKnown, Map.of());
    samples.read(request.sample()).forEach(line -> merge.add(line.setting(), line.place()));
    return merge.add(request.settings());
  }

  private String template(CreateRequest request, Proposal proposal) {
    Optional<String> asked =
        GuestSettings.of(proposal.after()).explicit(GuestParameters.OSTEMPLATE);
    if (!request.template().isEmpty()) {
      return request.template();
    }
    return asked.orElseGet(() -> parts.node().template());
  }

  private LiveContainer reserve(
      CreateRequest request,
      ContainerId id,
      Map<String, String> kinds,
      Proposal proposal,
      TemplateImage template) {
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
                template.descriptor().name(),
                template.digest(),
                texts,
                request.labels(),
                request.description(),
                idMap,
                false,
                Optional.empty(),
                GuestSettings.mounts(texts, privileged),
                Map.of()));
  }

  private Job<Container> submit(LiveContainer live, Proposal proposal, boolean start) {
    Optional<Secrets> secrets = Passwords.of(proposal);
    try {
      if (start) {
        power.preflight(live);
      }
      return parts
          .jobs()
          .submit(
              new JobRequest<>(
                  "create",
                  live.id().toString(),
                  start ? List.of(recipes.create(), recipes.start()) : List.of(recipes.create()),
                  Map.of("ctid", live.record().ctid().toString()),
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
