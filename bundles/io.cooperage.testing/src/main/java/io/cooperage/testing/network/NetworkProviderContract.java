package io.cooperage.testing.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.network.NetworkRequest;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.cgroup.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every network provider keeps to. A provider's test extends this and says how it is reached,
 * how a CT is begun and ended, and what the host holds.
 */
@Timeout(60)
public abstract class NetworkProviderContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ContainerId container = ContainerId.random();

  /** The provider under test; a new instance each time, as after an update of its bundle. */
  protected abstract NetworkProvider provider();

  /** A request for a CT that waits at its gate; the CT is begun with its first request. */
  protected abstract NetworkRequest request(ContainerId container, ParameterValues values);

  /** Ends a CT, as its stop does before the network is detached. */
  protected abstract void end(ContainerId container);

  /** Valid values, each total; at least two that differ in every address. */
  protected abstract List<ParameterValues> samples();

  /** Whether the host holds anything for the CT; what the kernel removes later may be there yet. */
  protected abstract boolean holds(ContainerId container);

  @Test
  void itsKindIsAWord() {
    assertThat(provider().kind()).matches("[a-z][a-z0-9-]{0,31}");
  }

  @Test
  void itsDescriptorsAreTheSameAtEveryCall() {
    NetworkProvider provider = provider();

    assertThat(provider.parameters()).isEqualTo(provider.parameters());
    assertThat(provider.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
    assertThat(provider.meters()).extracting(Meter::name).doesNotHaveDuplicates();
  }

  @Test
  void goodValuesHaveNoProblems() {
    HostFacts host = new HostFacts(1L << 32, 2, "test", Map.of());

    assertThat(samples())
        .hasSizeGreaterThan(1)
        .allSatisfy(values -> assertThat(provider().validate(values, host)).isEmpty());
    assertThat(provider().validate(ParameterValues.empty(), host)).isEmpty();
  }

  @Test
  void everyAddressIsClaimedForItsCtAlone() {
    for (ParameterValues values : samples()) {
      List<Claim> claims = provider().claims(values);
      assertThat(claims).isEqualTo(provider().claims(values)).doesNotHaveDuplicates();
      assertThat(claims.stream().filter(claim -> !claim.key().isEmpty()))
          .hasSameSizeAs(provider().addresses(values));
    }
  }

  @Test
  void addressesAreListedWithTheirPrefix() {
    for (ParameterValues values : samples()) {
      assertThat(provider().addresses(values)).allMatch(text -> text.matches("[0-9a-f.:]+/\\d+"));
    }
  }

  @Test
  void whatIsAskedForIsInForce() {
    NetworkProvider provider = provider();
    ParameterValues values = samples().get(0);

    List<Attachment> present = provider.attach(request(container, values));

    assertThat(present)
        .isNotEmpty()
        .allSatisfy(attachment -> assertThat(attachment.kind()).isEqualTo(provider.kind()));
    assertInForce(provider, values, present);
  }

  @Test
  void attachingTwiceChangesNothing() {
    NetworkProvider provider = provider();
    ParameterValues values = samples().get(0);
    List<Attachment> first = provider.attach(request(container, values));

    assertThat(provider.attach(request(container, values))).isEqualTo(first);
    assertInForce(provider, values, first);
  }

  @Test
  void valuesFollowEachOtherInAnyOrder() {
    NetworkProvider provider = provider();
    List<Attachment> present = provider.attach(request(container, samples().get(0)));
    for (ParameterValues first : samples()) {
      for (ParameterValues second : samples()) {
        present = provider.update(request(container, first), present);
        present = provider.update(request(container, second), present);
        assertInForce(provider, second, present);
      }
    }
  }

  @Test
  void theOldValuesUndoAnUpdateThatWasNotStored() {
    NetworkProvider provider = provider();
    ParameterValues old = samples().get(0);
    List<Attachment> stored = provider.attach(request(container, old));
    provider.update(request(container, samples().get(1)), stored);

    provider.update(request(container, old), stored);

    assertInForce(provider, old, stored);
  }

  @Test
  void anotherInstanceGoesOnWithStoredAttachments() {
    ParameterValues values = samples().get(0);
    List<Attachment> stored = provider().attach(request(container, values));

    NetworkProvider later = provider();

    assertInForce(later, values, stored);
    assertInForce(
        later, samples().get(1), later.update(request(container, samples().get(1)), stored));
  }

  @Test
  void usageIsOfItsOwnMeters() {
    NetworkProvider provider = provider();
    List<Attachment> present = provider.attach(request(container, samples().get(0)));
    Set<Meter> seen = new HashSet<>();

    provider.usage(present, (meter, amount) -> seen.add(meter));

    assertThat(provider.meters()).containsAll(seen);
  }

  @Test
  void nothingIsHeldAfterDetach() {
    NetworkProvider provider = provider();
    List<Attachment> present = provider.attach(request(container, samples().get(0)));
    assertThat(holds(container)).isTrue();
    end(container);

    provider.detach(container, present);
    provider.detach(container, present);

    waitUntilNothingIsHeld();
    assertThatCode(() -> provider.usage(present, (meter, amount) -> {})).doesNotThrowAnyException();
  }

  @Test
  void aCrashDuringAttachIsDetachedFromTheIdAlone() {
    provider().attach(request(container, samples().get(0)));
    end(container);

    provider().detach(container, List.of());

    waitUntilNothingIsHeld();
  }

  @Test
  void aCtThatWasNeverAttachedIsDetachedQuietly() {
    assertThatCode(() -> provider().detach(container, List.of())).doesNotThrowAnyException();
  }

  @Test
  void aCtIsStartedAgainAtOnce() {
    NetworkProvider provider = provider();
    ParameterValues values = samples().get(0);
    List<Attachment> first = provider.attach(request(container, values));
    end(container);
    provider.detach(container, first);

    List<Attachment> second = provider.attach(request(container, values));

    assertInForce(provider, values, second);
  }

  @Test
  void anAddressMovesToAnotherCtAsSoonAsItIsFree() {
    NetworkProvider provider = provider();
    ParameterValues values = samples().get(0);
    List<Attachment> first = provider.attach(request(container, values));
    provider.detach(container, first);
    ContainerId heir = ContainerId.random();

    List<Attachment> second = provider.attach(request(heir, values));

    assertInForce(provider, heir, values, second);
    end(container);
    end(heir);
    provider.detach(heir, second);
  }

  private void assertInForce(
      NetworkProvider provider, ParameterValues values, List<Attachment> present) {
    assertInForce(provider, container, values, present);
  }

  private void assertInForce(
      NetworkProvider provider, ContainerId of, ParameterValues values, List<Attachment> present) {
    List<Effective> effective = provider.readBack(request(of, values), present);
    for (Parameter<?> parameter : provider.parameters()) {
      List<String> inForce = new ArrayList<>();
      effective.stream()
          .filter(e -> e.parameter().equals(parameter.name()) && !e.value().isEmpty())
          .forEach(e -> inForce.add(e.value()));
      if (values.isSet(parameter) || parameter.list()) {
        assertThat(inForce)
            .as(parameter.name())
            .containsExactlyInAnyOrderElementsOf(values.texts(parameter));
      }
    }
  }

  private void waitUntilNothingIsHeld() {
    Eventually.holds("the host holds nothing for the CT", PATIENCE, () -> !holds(container));
  }
}
