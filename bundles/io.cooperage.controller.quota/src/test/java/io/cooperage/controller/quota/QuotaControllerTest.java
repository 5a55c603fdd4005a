package io.cooperage.controller.quota;

import static io.cooperage.controller.quota.QuotaController.QUOTA_UGID_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import io.cooperage.linux.file.Quota;
import io.cooperage.linux.file.QuotaKind;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.controller.ResourceControllerContract;
import io.cooperage.testing.controller.TestCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract, on a disk that counts. */
class QuotaControllerTest extends ResourceControllerContract {
  private final FakeDisk disk = new FakeDisk("ext4", true);
  private final Cell cell = TestCell.of(Map.of());
  private final Cell gone = TestCell.of(Map.of());

  private QuotaDisk disk(ContainerId of, Optional<BlockDevice> device) {
    if (!of.equals(cell.id())) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, "CT " + of + " has no disk");
    }
    return disk.opened();
  }

  @Override
  protected ResourceController controller() {
    return new QuotaController(this::disk, true);
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return gone;
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(values(1), values(0), values(200));
  }

  private static ParameterValues values(long limit) {
    return ParameterValues.builder().put(QUOTA_UGID_LIMIT, limit).build();
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(disk.open()).isZero();
  }

  @Test
  void usersAndGroupsAreLimitedAndLetGo() {
    ResourceController controller = controller();
    controller.apply(cell, values(100));
    assertThat(disk.enforced()).containsExactlyInAnyOrder(QuotaKind.values());

    controller.apply(cell, values(0));
    assertThat(disk.enforced()).isEmpty();
  }

  @Test
  void aKernelWithoutQuotasIsNotAskedAgain() {
    QuotaController controller =
        new QuotaController(
            (id, device) -> {
              throw new IllegalStateException("opened");
            },
            false);
    controller.apply(cell, values(0));

    assertThat(controller.readBack(cell).get(0).value()).isEqualTo("0");
  }

  @Test
  void limitsOfUsersAndGroupsAreStoredAndReported() {
    QuotaController controller = new QuotaController(this::disk, true);
    controller.apply(cell, values(0));
    QuotaLimits limits = new QuotaLimits(1000, 2000, 10, 20);
    controller.set(cell.id(), QuotaOwner.GROUP, 7, limits);
    controller.set(cell.id(), QuotaOwner.USER, 1001, limits);
    controller.set(cell.id(), QuotaOwner.USER, 1000, limits);

    assertThat(controller.report(cell.id()))
        .containsExactly(
            new QuotaEntry(QuotaOwner.USER, 1000, 0, 0, limits),
            new QuotaEntry(QuotaOwner.USER, 1001, 0, 0, limits),
            new QuotaEntry(QuotaOwner.GROUP, 7, 0, 0, limits));
  }

  @Test
  void groupsAreReportedHoweverManyUsersThereAre() {
    QuotaController controller = new QuotaController(this::disk, true);
    controller.apply(cell, values(0));
    QuotaLimits limits = new QuotaLimits(0, 2000, 0, 0);
    controller.set(cell.id(), QuotaOwner.GROUP, 7, limits);
    for (long user = 0; user <= QuotaService.MOST; user++) {
      disk.set(QuotaKind.USER, new Quota(user, 0, 2000, 0, 0, 0, 0));
    }

    List<QuotaEntry> report = controller.report(cell.id());

    assertThat(report).hasSize(QuotaService.MOST + 1);
    assertThat(report.get(QuotaService.MOST - 1).id()).isEqualTo(QuotaService.MOST - 1);
    assertThat(report.get(QuotaService.MOST).owner()).isEqualTo(QuotaOwner.GROUP);
  }

  @Test
  void theDiskOfAContainerThatHasStoppedIsNotOpened() {
    QuotaController controller =
        new QuotaController(
            (id, device) -> {
              throw new IllegalStateException("opened");
            },
            true);
    Cell withDisk =
        TestCell.of(Map.of()).withDisk(new BlockDevice("/dev/loop-of-another", 7, 1 << 19));
    controller.apply(withDisk, values(0));
    controller.release(withDisk);

    assertThat(controller.counts(withDisk)).isEmpty();
  }

  @Test
  void aContainerThatDoesNotRunHasNothingToReport() {
    QuotaController controller = new QuotaController(this::disk, true);
    controller.apply(cell, values(0));
    controller.release(cell);

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> controller.report(cell.id()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_RUNNING));
    assertThatIllegalArgumentException().isThrownBy(() -> new QuotaLimits(2, 1, 0, 0));
  }

  @Test
  void aDiskThatCountsNothingSaysWhatToDo() {
    FakeDisk plain = new FakeDisk("ext4", false);

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () -> new QuotaController((id, device) -> plain.opened(), true).apply(cell, values(1)))
        .withMessageContaining(cell.id().toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .satisfies(e -> assertThat(e.hint()).contains("CONFIG_QFMT_V2", "tune2fs"));
    assertThat(plain.open()).isZero();
  }

  @Test
  void aKernelWithoutQuotasIsNamed() {
    HostFacts none =
        new HostFacts(1 << 30, 2, "test", Map.of("quota.ext4", "no", "quota.xfs", "no"));

    assertThat(controller().validate(values(1), none))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .startsWith("quotaugidlimit '1' needs a kernel with quotas")
        .contains("CONFIG_QFMT_V2", "CONFIG_XFS_QUOTA");
    assertThat(controller().validate(values(0), none)).isEmpty();
  }
}
