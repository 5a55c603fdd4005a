package io.cooperage.testing.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every controller keeps to. Extend it with a cell on the real kernel, or on {@code
 * SimulatedGroup}s that imitate one.
 */
@Timeout(60)
public abstract class ResourceControllerContract {
  /** The controller under test; a new instance each time, as after an update of its bundle. */
  protected abstract ResourceController controller();

  /** The cell of a running CT; the same one during a test, with the kernel's defaults at first. */
  protected abstract Cell cell();

  /** A cell of which nothing is left in the kernel, as after a stop or a crash. */
  protected abstract Cell gone();

  /** Valid values, each total; at least two that differ. */
  protected abstract List<ParameterValues> samples();

  /** The host that the values are checked against: large unless overridden. */
  protected HostFacts host() {
    return new HostFacts(1L << 40, 256, "test", Map.of());
  }

  @Test
  void itsNameIsAWord() {
    assertThat(controller().name()).matches("[a-z][a-z0-9-]{0,31}");
  }

  @Test
  void itsDescriptorsAreTheSameAtEveryCall() {
    ResourceController controller = controller();

    assertThat(controller.parameters()).isNotEmpty().isEqualTo(controller.parameters());
    assertThat(controller.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
  }

  @Test
  void itsMetersAreDescribedAndUnique() {
    assertThat(controller().meters())
        .allSatisfy(
            meter -> {
              assertThat(meter.name()).matches("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)+");
              assertThat(meter.unit()).isNotBlank();
              assertThat(meter.description()).isNotBlank();
            })
        .extracting(Meter::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void goodValuesHaveNoProblems() {
    assertThat(samples())
        .hasSizeGreaterThan(1)
        .allSatisfy(values -> assertThat(controller().validate(values, host())).isEmpty());
    assertThat(controller().validate(ParameterValues.empty(), host())).isEmpty();
  }

  @Test
  void claimsAreTheSameForTheSameValues() {
    assertThat(samples())
        .allSatisfy(
            values ->
                assertThat(controller().claims(values)).isEqualTo(controller().claims(values)));
  }

  @Test
  void readBackEqualsWhatWasAskedOrNamesTheRounding() {
    ResourceController controller = controller();
    for (ParameterValues values : samples()) {
      controller.apply(cell(), values);

      assertInForce(controller, values);
    }
  }

  @Test
  void applyingTwiceChangesNothing() {
    ResourceController controller = controller();
    for (ParameterValues values : samples()) {
      controller.apply(cell(), values);
      List<Effective> once = controller.readBack(cell());
      controller.apply(cell(), values);

      assertThat(controller.readBack(cell())).isEqualTo(once);
    }
  }

  @Test
  void valuesCanFollowEachOtherInAnyOrder() {
    ResourceController controller = controller();
    for (ParameterValues first : samples()) {
      for (ParameterValues second : samples()) {
        controller.apply(cell(), first);
        controller.apply(cell(), second);

        assertInForce(controller, second);
      }
    }
  }

  @Test
  void resetRestoresTheKernelsDefaults() {
    ResourceController controller = controller();
    controller.apply(cell(), ParameterValues.empty());
    List<Effective> defaults = controller.readBack(cell());
    for (ParameterValues values : samples()) {
      controller.apply(cell(), values);
      controller.apply(cell(), ParameterValues.empty());

      assertThat(controller.readBack(cell())).isEqualTo(defaults);
    }
  }

  @Test
  void applyingTheOldValuesUndoes() {
    ResourceController controller = controller();
    ParameterValues old = samples().get(0);
    controller.apply(cell(), old);
    List<Effective> before = controller.readBack(cell());
    controller.apply(cell(), samples().get(1));

    controller.apply(cell(), old);

    assertThat(controller.readBack(cell())).isEqualTo(before);
  }

  @Test
  void aNewInstanceReadsTheSameKernel() {
    ParameterValues values = samples().get(0);
    ResourceController before = controller();
    before.apply(cell(), values);

    assertThat(controller().readBack(cell()))
        .extracting(Effective::parameter, Effective::value)
        .containsExactlyElementsOf(
            before.readBack(cell()).stream().map(e -> tuple(e.parameter(), e.value())).toList());
  }

  @Test
  void usageReportsOnlyMetersThatItDeclared() {
    ResourceController controller = controller();
    Map<Meter, Long> seen = new ConcurrentHashMap<>();

    controller.usage(cell(), seen::put);

    assertThat(seen.keySet()).isSubsetOf(controller.meters());
    assertThat(seen.values()).allSatisfy(amount -> assertThat(amount).isNotNegative());
  }

  @Test
  void usageDuringAStopReportsWhatIsLeft() {
    assertThatCode(() -> controller().usage(gone(), (meter, amount) -> {}))
        .doesNotThrowAnyException();
  }

  @Test
  void applyingToAContainerThatIsGoneFailsWithAReason() {
    assertThatThrownBy(() -> controller().apply(gone(), samples().get(0)))
        .isInstanceOf(ContainerException.class)
        .hasMessageNotContaining("null");
  }

  @Test
  void releaseMayBeRepeatedAndNeedsNothing() {
    ResourceController controller = controller();
    controller.apply(cell(), samples().get(0));

    assertThatCode(
            () -> {
              controller.release(cell());
              controller.release(cell());
              controller().release(gone());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aWatchMayBeClosedTwiceAlsoAfterTheContainerIsGone() {
    Watch running = controller().watch(cell(), (type, message, details) -> {});
    Watch late = controller().watch(gone(), (type, message, details) -> {});

    assertThatCode(
            () -> {
              running.close();
              running.close();
              late.close();
            })
        .doesNotThrowAnyException();
  }

  private void assertInForce(ResourceController controller, ParameterValues values) {
    List<Effective> effective = controller.readBack(cell());
    for (Parameter<?> parameter : controller.parameters()) {
      if (parameter.list() || parameter.applies() != Applies.LIVE || !values.isSet(parameter)) {
        continue;
      }
      String asked = values.texts(parameter).get(0);
      Optional<Effective> found =
          effective.stream().filter(e -> e.parameter().equals(parameter.name())).findFirst();
      assertThat(found).as(parameter + " is read back").isPresent();
      assertThat(List.of(found.get().value(), found.get().rounding()))
          .as("%s in force at %s, or the value it was rounded from", parameter, found.get().where())
          .contains(asked);
    }
  }
}
