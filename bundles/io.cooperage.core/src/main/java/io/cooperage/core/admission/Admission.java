package io.cooperage.core.admission;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.Catalog;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.node.HostFactsSource;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates settings with their owners and holds what CTs claim of the node. Claims of a change are
 * held from {@link #admit} until {@link #settle}. Safe for any thread.
 */
@Component(service = Admission.class)
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final Catalog catalog;
  private final HostFactsSource host;
  private final Roster roster;
  private final ClaimBook book;

  /** Reads claims of the roster's CTs as they are needed. */
  @Activate
  public Admission(
      @Reference Leases leases,
      @Reference Catalog catalog,
      @Reference HostFactsSource host,
      @Reference Roster roster) {
    this.catalog = catalog;
    this.host = host;
    this.roster = roster;
    this.book = new ClaimBook(leases);
    // Other owners may claim other things of the same texts.
    catalog.onChange(book::clear);
  }

  /**
   * Checks all values of a CT and holds their claims.
   *
   * @throws ContainerException BAD_VALUE with every problem, ADDRESS_IN_USE, IN_USE, NO_SPACE,
   *     NO_RESOURCES
   */
  public void admit(ContainerId id, Map<String, String> kinds, Map<String, List<String>> texts) {
    book.requireFree(id, kinds, check(kinds, texts), this::completeBook);
  }

  /** As {@link #admit}, but nothing is held. */
  public void tryAdmit(ContainerId id, Map<String, String> kinds, Map<String, List<String>> texts) {
    admit(id, kinds, texts);
    settle(id);
  }

  private List<Claim> check(Map<String, String> kinds, Map<String, List<String>> texts) {
    CatalogView view = catalog.view(kinds);
    HostFacts facts = host.facts();
    List<Problem> problems = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    for (OwnerSlice slice : view.slices()) {
      ParameterValues values = slice.values(texts);
      if (!slice.concerned(texts) && slice.parameters().isEmpty()) {
        continue;
      }
      try {
        slice
            .owner()
            .runBounded(
                o -> {
                  problems.addAll(o.validate(values, facts));
                  claims.addAll(o.claims(values));
                });
      } catch (ContainerException e) {
        if (slice.concerned(texts)) {
          throw e;
        }
        LOG.warn("{} cannot check values that it does not own: {}", slice.owner(), e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
    return claims;
  }

  /** Ends the hold: from now on what is stored and applied counts; nothing of a CT that is gone. */
  public void settle(ContainerId id) {
    book.forget(id);
  }

  private void completeBook() {
    for (LiveContainer live : roster.all()) {
      List<Map<String, List<String>>> texts = texts(live);
      if (!book.knows(live.id(), texts)) {
        book.put(live.id(), live.display(), texts, claims(live, texts));
      }
    }
  }

  // What was set on a running CT alone is in use as much as what is stored.
  private static List<Map<String, List<String>>> texts(LiveContainer live) {
    Map<String, List<String>> stored = live.record().parameters();
    return live.runtime()
        .map(RuntimeRecord::applied)
        .filter(applied -> !applied.equals(stored))
        .map(applied -> List.of(stored, applied))
        .orElseGet(() -> List.of(stored));
  }

  private List<Claim> claims(LiveContainer live, List<Map<String, List<String>>> texts) {
    Set<Claim> claims = new LinkedHashSet<>();
    for (OwnerSlice slice : catalog.view(live.record().kinds()).slices()) {
      if (!slice.parameters().isEmpty()) {
        texts.forEach(t -> claims.addAll(claims(live, slice, t)));
      }
    }
    return List.copyOf(claims);
  }

  // A text that is no longer valid must not keep other CTs from being changed.
  private static List<Claim> claims(
      LiveContainer live, OwnerSlice slice, Map<String, List<String>> texts) {
    try {
      ParameterValues values = slice.values(texts);
      return slice.owner().bounded(o -> o.claims(values));
    } catch (ContainerException e) {
      if (e.code() != ErrorCode.WAITING) {
        LOG.warn("Claims of CT {} on {}: {}", live, slice.owner(), e.getMessage());
      }
      return List.of();
    }
  }
}
