package io.cooperage.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

  @Test
  void aProgramThatCouldNotBeReadBackIsNotLoaded() {
    List<Instruction> code = new ArrayList<>(Collections.nCopies(4096, Instruction.move(0, 1)));
    code.add(Instruction.exit());

    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> DevicePrograms.load(NAME, code).close())
        .withMessageContaining("coop_test of 4097 instructions: E2BIG");
  }

  @Test
  void aProgramThatIsGoneIsPassedOver() {
    assertThat(DevicePrograms.opened(List.of(Integer.MAX_VALUE), program -> true)).isEmpty();
  }

  @Test
  void noProgramStaysOpenWhenOneCannotBeLookedAt() {
    try (OwnedFd allow = DevicePrograms.load(NAME, ALLOW)) {
      int id = id(allow);
      List<OwnedFd> seen = new ArrayList<>();

      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  DevicePrograms.opened(
                      List.of(id, id),
                      program -> {
                        seen.add(program);
                        if (seen.size() == 2) {
                          throw new IllegalStateException("no memory");
                        }
                        return true;
                      }));

      assertThat(seen).hasSize(2).noneMatch(OwnedFd::isOpen);
    }
  }

  private static int id(OwnedFd program) {
    try {
      return Files.readAllLines(Path.of("/proc/self/fdinfo/" + program.fd())).stream()
          .filter(line -> line.startsWith("prog_id:"))
          .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
