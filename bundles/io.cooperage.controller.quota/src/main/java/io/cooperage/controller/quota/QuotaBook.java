package io.cooperage.controller.quota;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.file.Quota;
import io.cooperage.linux.file.QuotaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes what a CT's disk stores of quotas. */
record QuotaBook(ContainerId id, QuotaDisk disk) {
  private static final long LAST_ID = 0xfffffffeL;

  List<QuotaEntry> entries() {
    List<QuotaEntry> all = new ArrayList<>();
    for (QuotaOwner owner : QuotaOwner.values()) {
      requireCounted(kind(owner));
      try {
        collect(owner, all);
      } catch (LinuxException e) {
        throw failed(e);
      }
    }
    return List.copyOf(all);
  }

  private void collect(QuotaOwner owner, List<QuotaEntry> into) {
    Optional<Quota> found = disk.next(kind(owner), 0);
    for (int i = 0; found.isPresent() && i < QuotaService.MOST; i++) {
      Quota q = found.get();
      QuotaLimits limits =
          new QuotaLimits(q.softSpace(), q.hardSpace(), q.softInodes(), q.hardInodes());
      into.add(new QuotaEntry(owner, q.id(), q.space(), q.inodes(), limits));
      found = q.id() < LAST_ID ? disk.next(kind(owner), q.id() + 1) : Optional.empty();
    }
  }

  void set(QuotaOwner owner, long ownerId, QuotaLimits l) {
    requireCounted(kind(owner));
    Quota quota =
        new Quota(ownerId, l.softSpace(), l.hardSpace(), 0, l.softFiles(), l.hardFiles(), 0);
    try {
      disk.set(kind(owner), quota);
    } catch (LinuxException e) {
      throw failed(e);
    }
  }

  /**
   * Makes sure that there is something to read and to limit.
   *
   * @throws ContainerException UNSUPPORTED with what is missing
   */
  void requireCounted(QuotaKind kind) {
    if (!disk.counted(kind)) {
      String option = QuotaProbe.OPTIONS.getOrDefault(disk.type(), "quotas");
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "CT " + id + ": its " + disk.type() + " counts no use by users and groups",
          disk.type().equals("ext4")
              ? "with a kernel that has "
                  + option
                  + ": stop the CT and run tune2fs -O quota on its disk"
              : "xfs must be mounted with quotas from its first mount on, and the kernel must have "
                  + option
                  + "; use ext4");
    }
  }

  private ContainerException failed(LinuxException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "CT " + id + ": quotas: " + e.getMessage(), "", e);
  }

  private static QuotaKind kind(QuotaOwner owner) {
    return owner == QuotaOwner.USER ? QuotaKind.USER : QuotaKind.GROUP;
  }
}
