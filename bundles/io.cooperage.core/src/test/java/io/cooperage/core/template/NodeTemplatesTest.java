package io.cooperage.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.template.TemplateInfo;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.job.JobEngine;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.template.TemplateSource;
import io.cooperage.testing.fake.FakeHost;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeTemplatesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeHost host = new FakeHost();
  private final RecordedEvents events = new RecordedEvents();
  private final TestLeases leases = new TestLeases(events);
  private final JobEngine jobs = new JobEngine(leases.leases());
  private final ImageShelf shelf = new ImageShelf(leases.leases());
  private final NodeTemplates templates =
      new NodeTemplates(leases.leases(), shelf, jobs, new Roster(), events);

  @BeforeEach
  void open() {
    leases.add(Family.STORE, (ContainerStore) host.store());
    leases.add(Family.TEMPLATE_IMAGES, (TemplateImages) host.images());
    leases.add(Family.TEMPLATE_SOURCE, (TemplateSource) host.source());
  }

  @AfterEach
  void close() {
    jobs.close();
    shelf.close();
    leases.close();
  }

  @Test
  void builtAndOfferedTemplatesAreListed() {
    assertThat(templates.list())
        .extracting(TemplateInfo::name, t -> t.builtAt().isPresent())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("busybox", true),
            org.assertj.core.groups.Tuple.tuple("toybox", false));
  }

  @Test
  void anOfferedTemplateIsBuilt() {
    assertThat(templates.build("toybox").await(PATIENCE))
        .get()
        .extracting(TemplateInfo::digest)
        .asString()
        .hasSize(64);
    assertThat(shelf.newest("toybox")).isPresent();
    assertThat(host.images().workFolders()).isEmpty();
    assertThat(events.types()).containsExactly("template.built");
  }

  @Test
  void aRebuildGivesANewerImageOfTheSameName() {
    String old = shelf.need("busybox").digest();
    templates.build("busybox").await(PATIENCE);
    assertThat(shelf.need("busybox").digest()).isNotEqualTo(old);
    assertThat(shelf.byDigest(old)).isPresent();
  }

  @Test
  void aBuildThatFailsLeavesNothing() {
    host.source().faults().failOnce("build", () -> new IllegalStateException("no mirror"));
    assertThatThrownBy(() -> templates.build("toybox").await(PATIENCE))
        .hasMessageContaining("no mirror");
    assertThat(host.images().workFolders()).isEmpty();
    assertThat(templates.find("toybox")).get().extracting(TemplateInfo::digest).isEqualTo("");
  }

  @Test
  void anUnknownTemplateIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> templates.build("busibox"))
        .hasMessage("there is no template 'busibox'")
        .extracting(e -> ((io.cooperage.api.error.ContainerException) e).hint())
        .isEqualTo("Did you mean busybox?");
    assertThatThrownBy(() -> shelf.need("toybox")).hasMessageContaining("is not built yet");
  }

  @Test
  void anUnusedTemplateIsDeleted() {
    templates.delete("busybox").await(PATIENCE);
    assertThat(shelf.newest("busybox")).isEmpty();
  }
}
