package io.cooperage.testing.controller;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.cgroup.HostGroups;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A CT of real, empty groups for each test of a controller; needs root. A test on a machine that
 * lacks a group is skipped by its name.
 */
public final class HostCell implements BeforeEachCallback, AfterEachCallback {
  private final Set<Subsystem> needed;
  private final Set<Subsystem> wanted;
  private TestCell cell = TestCell.of(Map.of());
  private Optional<HostGroups> groups = Optional.empty();

  private HostCell(Set<Subsystem> needed, Set<Subsystem> wanted) {
    this.needed = needed;
    this.wanted = wanted;
  }

  /** Groups without which there is nothing to test. */
  public static HostCell needing(Subsystem first, Subsystem... more) {
    Set<Subsystem> needed = EnumSet.of(first, more);
    return new HostCell(needed, needed);
  }

  /** The same with groups that are used where they are. */
  public HostCell wanting(Subsystem first, Subsystem... more) {
    Set<Subsystem> all = EnumSet.of(first, more);
    all.addAll(needed);
    return new HostCell(needed, all);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    ContainerId id = ContainerId.random();
    HostGroups made = HostGroups.open(id.toString(), wanted);
    groups = Optional.of(made);
    for (Subsystem subsystem : needed) {
      assumeThat(made.directory(subsystem))
          .as("cgroup " + subsystem.name().toLowerCase(Locale.ROOT))
          .isPresent();
    }
    cell = new TestCell(id, made.directories());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    groups.ifPresent(HostGroups::close);
    groups = Optional.empty();
  }

  /** The CT of this test. */
  public TestCell cell() {
    return cell;
  }

  /** Its groups. */
  public HostGroups groups() {
    return groups.orElseThrow();
  }

  /** A CT whose groups are removed already. */
  public TestCell gone() {
    HostGroups past = HostGroups.open(ContainerId.random().toString(), wanted);
    past.close();
    return TestCell.of(past.directories());
  }
}
