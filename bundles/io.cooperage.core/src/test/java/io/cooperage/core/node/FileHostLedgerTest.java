package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.node.HostChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHostLedgerTest {
  @TempDir Path folder;
  private Path forwarding;

  @BeforeEach
  void makeSysctl() throws IOException {
    forwarding = folder.resolve("sys/net/ipv4/ip_forward");
    Files.createDirectories(forwarding.getParent());
    Files.writeString(forwarding, "0\n");
  }

  private FileHostLedger ledger(String boot) {
    return ledger("host-changes", boot);
  }

  private FileHostLedger ledger(String name, String boot) {
    return new FileHostLedger(
        new LedgerFile(folder.resolve(name)),
        boot,
        new Sysctls(folder.resolve("sys")),
        new NeighbourLedgers(folder.resolve("ledgers")));
  }

  @Test
  void whatTwoNodesNeedIsPutBackByTheLast() {
    FileHostLedger first = ledger("first", "boot");
    FileHostLedger second = ledger("second", "boot");
    first.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    second.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    first.restore(first.changes().get(0));
    assertThat(forwarding).hasContent("1");
    assertThat(first.changes()).isEmpty();
    ledger("second", "boot").restore(second.changes().get(0));
    assertThat(forwarding).hasContent("0");
    assertThat(folder.resolve("ledgers")).isDirectoryNotContaining("regex:.*/[0-9a-f][^/]*");
  }

  @Test
  void aNodeWhoseLedgerIsGoneNeedsNothing() throws IOException {
    FileHostLedger first = ledger("first", "boot");
    FileHostLedger second = ledger("second", "boot");
    first.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    second.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    Files.delete(folder.resolve("first"));
    second.restore(second.changes().get(0));
    assertThat(forwarding).hasContent("0");
  }

  @Test
  void whatWasRightBeforeAnyNodeCameStays() throws IOException {
    Files.writeString(forwarding, "1\n");
    FileHostLedger ledger = ledger("boot");
    ledger.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    assertThat(ledger.changes()).isEmpty();
  }

  @Test
  void aSysctlIsSetRecordedAndPutBack() {
    FileHostLedger ledger = ledger("boot");
    ledger.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    assertThat(forwarding).hasContent("1");
    FileHostLedger next = ledger("boot");
    HostChange change = new HostChange("sysctl", "net.ipv4.ip_forward", "0", "1", "CTs are routed");
    assertThat(next.changes()).containsExactly(change);
    next.restore(change);
    assertThat(forwarding).hasContent("0");
    assertThat(ledger("boot").changes()).isEmpty();
  }

  @Test
  void aSysctlThatIsRightAlreadyIsNoChange() {
    FileHostLedger ledger = ledger("boot");
    ledger.sysctl("net.ipv4.ip_forward", "0", "no need");
    assertThat(ledger.changes()).isEmpty();
  }

  @Test
  void whatSomebodyElseSetSinceIsLeftAlone() throws IOException {
    FileHostLedger ledger = ledger("boot");
    ledger.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    Files.writeString(forwarding, "2\n");
    ledger.restore(ledger.changes().get(0));
    assertThat(forwarding).hasContent("2");
  }

  @Test
  void theFirstValueBeforeIsKept() {
    FileHostLedger ledger = ledger("boot");
    ledger.record(new HostChange("zram", "swap", "", "1G", "swap"));
    ledger.record(new HostChange("zram", "swap", "1G", "2G", "more swap"));
    assertThat(ledger.changes())
        .containsExactly(new HostChange("zram", "swap", "", "2G", "more swap"));
    ledger.forget("zram", "swap");
    assertThat(ledger("boot").changes()).isEmpty();
  }

  @Test
  void afterARebootSysctlsAreForgottenAndTheRestIsNot() {
    FileHostLedger ledger = ledger("boot");
    ledger.sysctl("net.ipv4.ip_forward", "1", "CTs are routed");
    ledger.record(new HostChange("unit", "a\tb\\c\nd", "", "x", "odd characters"));
    assertThat(ledger("next boot").changes())
        .containsExactly(new HostChange("unit", "a\tb\\c\nd", "", "x", "odd characters"));
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    FileHostLedger ledger = ledger("boot");
    assertThatThrownBy(() -> ledger.sysctl("../../etc/passwd", "x", ""))
        .hasMessageContaining("is no sysctl");
  }
}
