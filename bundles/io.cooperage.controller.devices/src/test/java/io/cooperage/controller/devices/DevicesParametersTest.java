package io.cooperage.controller.devices;

import static io.cooperage.controller.devices.DevicesParameters.DEVICES;
import static io.cooperage.controller.devices.DevicesParameters.DEVNODES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesParametersTest {
  private static final HostFacts HOST = new HostFacts(1L << 30, 2, "test", Map.of());

  @ParameterizedTest
  @CsvSource({
    "c:10:229:rw, c:10:229:rw",
    "c:10:229:wr, c:10:229:rw",
    "b:7:all:r, b:7:all:r",
    "b:007:1:none, b:7:1:none"
  })
  void rulesAreWrittenAsInVzctl(String text, String canonical) {
    assertThat(DEVICES.type().format(DEVICES.type().parse(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c",
        "c:1",
        "c:1:3",
        "c:1:3:",
        "c:1:3:x",
        "c:1:3:rwm",
        "c:1:3:q",
        "d:1:3:r",
        "c:all:3:r",
        "c:4096:1:r",
        "c:1:1048576:r",
        "c:-1:3:r",
        "c:1:3:r "
      })
  void nonsenseRulesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DEVICES.type().parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fuse",
        "fuse:",
        "fuse:x",
        "/dev/fuse:r",
        "../sda:r",
        "net/../sda:r",
        "a b:r",
        "net//tun:r",
        ".x:r"
      })
  void namesThatLeaveDevAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DEVNODES.type().parse(text));
  }

  @Test
  void everyUnknownNameAndEverySecondEntryIsAProblemAtOnce() {
    ParameterValues values =
        ParameterValues.builder()
            .putList(DEVICES, rules("c:10:229:r", "c:10:229:none"))
            .putList(DEVNODES, nodes("no-such-device:rw", "null:r", "null:none", "gone:none"))
            .build();

    assertThat(new DevicesController().validate(values, HOST))
        .extracting(Problem::message)
        .containsExactly(
            "devices 'c:10:229:none' is the second entry for that device",
            "devnodes 'no-such-device:rw' names no device in /dev of this node",
            "devnodes 'null:none' is the second entry for that name");
  }

  @Test
  void aHostThatCannotHoldDevicesIsNamed() {
    HostFacts bare =
        new HostFacts(1, 1, "test", Map.of("cgroup.devices", "none", "cgroup.core", "none"));

    assertThat(
            new DevicesController()
                .validate(
                    ParameterValues.builder().putList(DEVICES, rules("c:10:229:r")).build(), bare))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("needs the devices controller or the unified hierarchy");
  }

  @Test
  void aNamedNodeIsAllowedByItsNumberAndARuleWinsOverIt() {
    Device zero = new Device(false, OptionalInt.of(1), OptionalInt.of(5));
    ParameterValues named = ParameterValues.builder().putList(DEVNODES, nodes("zero:r")).build();
    ParameterValues both =
        ParameterValues.builder()
            .putList(DEVNODES, nodes("zero:r"))
            .putList(DEVICES, rules("c:1:5:none"))
            .build();

    assertThat(DevicesParameters.rules(named).access(zero)).isEqualTo(new Access(Access.READ));
    assertThat(DevicesParameters.rules(both).access(zero)).isEqualTo(Access.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "c:10:all:rw c:10:229:none, c:10:229:none, c:10:all:rw",
    "c:10:all:rw c:10:229:r, c:10:229:r, c:10:all:rw",
    "c:136:3:none, c:136:3:none, c:136:all:rw"
  })
  void whatAWiderRuleAllowsCannotBeTakenAwayBelowIt(String entries, String entry, String wider) {
    ParameterValues values =
        ParameterValues.builder().putList(DEVICES, rules(entries.split(" ", -1))).build();

    assertThat(new DevicesController().validate(values, HOST))
        .extracting(Problem::message)
        .containsExactly(
            "devices '"
                + entry
                + "' takes nothing away from "
                + wider
                + ": the kernel lets through what any one rule allows; narrow "
                + wider
                + " with an entry for it, and allow the devices below it one by one");
  }

  @Test
  void aNameBelowAWiderRuleIsHeldToTheSame() {
    ParameterValues values =
        ParameterValues.builder()
            .putList(DEVICES, rules("c:1:all:rw"))
            .putList(DEVNODES, nodes("kmsg:r", "full:rw"))
            .build();

    assertThat(new DevicesController().validate(values, HOST))
        .extracting(Problem::subject, Problem::value)
        .containsExactly(tuple("devnodes", "kmsg:r"));
  }

  @Test
  void moreBelowAWiderRuleAndNarrowedStandardOnesArePossible() {
    ParameterValues values =
        ParameterValues.builder()
            .putList(
                DEVICES,
                rules("c:10:all:r", "c:10:229:rw", "c:136:all:none", "c:136:0:r", "c:1:3:r"))
            .build();

    assertThat(new DevicesController().validate(values, HOST)).isEmpty();
  }

  @Test
  void moreEntriesThanAProgramHoldsAreRefused() {
    List<DeviceRule> many =
        IntStream.range(0, 600)
            .mapToObj(minor -> DEVICES.type().parse("c:10:" + minor + ":rw"))
            .toList();

    assertThat(
            new DevicesController()
                .validate(ParameterValues.builder().putList(DEVICES, many).build(), HOST))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("has too many entries, with devnodes 600", "may have 4096", "c:MAJOR:all:rw");
  }

  private static List<DeviceRule> rules(String... texts) {
    return Stream.of(texts).map(DEVICES.type()::parse).toList();
  }

  private static List<DeviceNode> nodes(String... texts) {
    return Stream.of(texts).map(DEVNODES.type()::parse).toList();
  }
}
