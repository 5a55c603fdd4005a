package io.cooperage.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceProgramsTest {
  private static final String NAME = "coop_test";
  private static final List<Instruction> ALLOW =
      List.of(Instruction.move(0, 1), Instruction.exit());
  private static final List<Instruction> DENY = List.of(Instruction.move(0, 0), Instruction.exit());

  private Path folder;
  private OwnedFd group;

  @BeforeEach
  void makeGroup() throws IOException {
    Optional<Path> unified =
        Files.readAllLines(Path.of("/proc/self/mounts")).stream()
            .map(line -> line.split(" ", -1))
            .filter(fields -> fields[2].equals("cgroup2"))
            .map(fields -> Path.of(fields[1]))
            .findFirst();
    assumeThat(unified).as("a cgroup2 mount").isPresent();
    folder = unified.get().resolve("cooperage/test-bpf-" + ProcessHandle.current().pid());
    Files.createDirectories(folder);
    group = OpenCalls.open(folder, OpenFlag.DIRECTORY);
  }

  @AfterEach
  void removeGroup() throws IOException {
    if (group != null) {
      group.close();
      Files.delete(folder);
    }
  }

  private List<List<Instruction>> attached() {
    List<OwnedFd> programs = DevicePrograms.attached(group, NAME);
    List<List<Instruction>> codes = programs.stream().map(DevicePrograms::code).toList();
    programs.forEach(OwnedFd::close);
    return codes;
  }

  @Test
  void aProgramIsAttachedReadBackReplacedAndTakenOff() {
    try (OwnedFd allow = DevicePrograms.load(NAME, ALLOW);
        OwnedFd deny = DevicePrograms.load(NAME, DENY)) {
      DevicePrograms.attach(group, allow, Optional.empty());
      assertThat(attached()).containsExactly(ALLOW);

      DevicePrograms.attach(group, deny, Optional.of(allow));
      assertThat(attached()).containsExactly(DENY);

      DevicePrograms.detach(group, deny);
      assertThat(attached()).isEmpty();
    }
  }

  @Test
  void aProgramOfAnotherNameIsNotOurs() {
    try (OwnedFd other = DevicePrograms.load("other", ALLOW)) {
      DevicePrograms.attach(group, other, Optional.empty());

      assertThat(attached()).isEmpty();
    }
  }

  @Test
  void whatTheVerifierRefusesIsAnError() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> DevicePrograms.load(NAME, List.of(Instruction.move(0, 1))))
        .withMessageContaining("device program coop_test");
  }
}
