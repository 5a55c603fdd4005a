package io.cooperage.controller.devices;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.bpf.DevicePrograms;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A BPF program on the CT's group of the unified hierarchy; it lives as long as the group. */
record DeviceGroupV2(CgroupDirectory group) implements DeviceGroup {
  private static final String NAME = "cooperage_dev";

  @Override
  public void apply(RuleSet rules) {
    asked(
        folder -> {
          List<OwnedFd> old = DevicePrograms.attached(folder, NAME);
          try {
            put(folder, rules, old);
            return true;
          } finally {
            old.forEach(OwnedFd::close);
          }
        });
  }

  private static void put(OwnedFd folder, RuleSet rules, List<OwnedFd> old) {
    boolean same =
        old.size() == 1
            && RuleProgram.rules(DevicePrograms.code(old.get(0))).filter(rules::equals).isPresent();
    if (same) {
      return;
    }
    try (OwnedFd program = DevicePrograms.load(NAME, RuleProgram.of(rules))) {
      DevicePrograms.attach(folder, program, old.stream().findFirst());
    }
    // A second one can only be there if somebody attached it by hand.
    old.stream().skip(1).forEach(extra -> DevicePrograms.detach(folder, extra));
  }

  @Override
  public Optional<RuleSet> inForce() {
    return asked(
        folder -> {
          List<OwnedFd> programs = DevicePrograms.attached(folder, NAME);
          try {
            return programs.stream()
                .findFirst()
                .map(DevicePrograms::code)
                .map(code -> RuleProgram.rules(code).orElse(RuleSet.EMPTY));
          } finally {
            programs.forEach(OwnedFd::close);
          }
        });
  }

  private <T> T asked(Function<OwnedFd, T> work) {
    try (OwnedFd folder =
        OpenCalls.open(
            group.location().orElseThrow(this::absent), OpenFlag.READ_ONLY, OpenFlag.DIRECTORY)) {
      return work.apply(folder);
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL,
          knob() + ": " + e.getMessage(),
          e.is(Errno.EPERM) ? "the daemon needs CAP_BPF and CAP_NET_ADMIN" : "",
          e);
    }
  }

  private ContainerException absent() {
    return new ContainerException(ErrorCode.KERNEL, knob() + ": there is no such group");
  }

  @Override
  public String knob() {
    return group.describe() + " BPF device program " + NAME;
  }
}
