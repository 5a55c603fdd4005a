package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NodeExtension.class)
class BadInputIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 --template busybox | 101",
        "2147483645 --template busybox | 2147483644",
        "ab/c --template busybox | name",
        "101 --template busibox | busybox",
        "101 --template busybox --physpages 1K | physpages",
        "101 --template busybox --physpages -5 | physpages",
        "101 --template busybox --physpages 999T | physpages",
        "101 --template busybox --physpages 12Q | physpages",
        "101 --template busybox --diskspace 900T | diskspace",
        "101 --template busybox --physpagez 64M | physpages",
        "101 --template busybox --ipadd 10.77.0.999 | 10.77.0.999",
        "101 --template busybox --hostname a..b | hostname",
        "101 --template busybox --name -x | name"
      })
  void badRequestsNameTheRuleAndChangeNothing(String words, String named, TestNode node) {
    CtResult result = node.ct(("create " + words).split(" ", -1));
    assertThat(result.exitCode()).as(result.toString()).isNotZero();
    assertThat(result.error()).contains(named);
    assertThat(node.ct("list", "--json").json()).isEmpty();
    assertThat(homes(node)).isZero();
  }

  @Test
  void everyBadSettingIsReportedAtOnce(TestNode node) {
    CtResult result =
        node.ct(
            "create",
            "101",
            "--template",
            "busybox",
            "--physpages",
            "1K",
            "--cpuunits",
            "7",
            "--diskspace",
            "1K");
    assertThat(result.error()).contains("physpages").contains("cpuunits").contains("diskspace");
  }

  @Test
  void namesNumbersAndAddressesAreUnique(TestNode node) {
    node.ct("create", "101", "--template", "busybox", "--name", "web", "--ipadd", "10.77.0.101")
        .orFail();
    assertThat(node.ct("create", "101", "--template", "busybox").exitCode()).isEqualTo(44);
    assertThat(node.ct("create", "102", "--template", "busybox", "--name", "web").exitCode())
        .isEqualTo(131);
    assertThat(
            node.ct("create", "102", "--template", "busybox", "--ipadd", "10.77.0.101").exitCode())
        .isEqualTo(78);
    assertThat(node.ct("list", "--json").json()).hasSize(1);
  }

  @Test
  void truncatedImageIsRefusedAndLeftAlone(TestNode node) throws IOException {
    node.ct("create", "101", "--template", "busybox").orFail();
    Path image = home(node, "101").resolve("root.hdd/root.hds");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(4096);
    }
    CtResult result = node.ct("start", "101");
    assertThat(result.ok()).isFalse();
    assertThat(result.error()).contains("truncated");
    assertThat(Files.size(image)).isEqualTo(4096);
  }

  @ParameterizedTest
  @CsvSource({"../../../../etc/passwd", "/etc/passwd"})
  void descriptorThatLeadsOutsideIsRefused(String file, TestNode node) throws IOException {
    node.ct("create", "101", "--template", "busybox").orFail();
    Path descriptor = home(node, "101").resolve("root.hdd/DiskDescriptor.xml");
    String good = Files.readString(descriptor);
    Files.writeString(descriptor, good.replace(">root.hds<", ">" + file + "<"));
    assertThat(node.ct("start", "101").ok()).isFalse();
    Files.writeString(
        descriptor,
        good.replaceFirst(
            "<Parallels_disk_image",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Parallels_disk_image"));
    assertThat(node.ct("start", "101").ok()).isFalse();
    Files.writeString(descriptor, good);
    node.ct("start", "101").orFail();
  }

  @Test
  void secondDaemonOnTheSameNodeIsRefused(TestNode node) {
    CtResult second = node.secondDaemon();
    assertThat(second.exitCode()).isNotZero();
    assertThat(second.output() + second.error()).contains("lock");
    node.ct("list").orFail();
  }

  @Test
  void brokenRecordsAreShownAndLeftAlone(TestNode node) throws IOException {
    node.ct("create", "101", "--template", "busybox").orFail();
    node.ct("create", "102", "--template", "busybox").orFail();
    Path half = home(node, "101").resolve("container.json");
    Path newer = home(node, "102").resolve("container.json");
    String first = Files.readString(half);
    String second = Files.readString(newer);
    node.stopDaemon();
    Files.writeString(half, first.substring(0, first.length() / 2));
    Files.writeString(
        newer, second.replaceFirst("\"schema\"\\s*:\\s*\"[^\"]*\"", "\"schema\": \"999.0\""));
    CtResult list;
    try {
      node.startDaemon();
      list = node.ct("list", "--json").orFail();
      node.stopDaemon();
    } finally {
      Files.writeString(half, first);
      Files.writeString(newer, second);
    }
    node.startDaemon();
    assertThat(list.json())
        .hasSize(2)
        .allSatisfy(ct -> assertThat(ct.get("state").asText()).isEqualTo("broken"));
    assertThat(list.output()).contains("999");
    assertThat(node.ct("list", "--json").json())
        .allSatisfy(ct -> assertThat(ct.get("state").asText()).isEqualTo("stopped"));
  }

  private static Path home(TestNode node, String ctid) {
    return node.state().resolve("pool/ct").resolve(ContainerIT.find(node, ctid).get("id").asText());
  }

  private static int homes(TestNode node) {
    String[] names = node.state().resolve("pool/ct").toFile().list();
    return names == null ? 0 : names.length;
  }
}
