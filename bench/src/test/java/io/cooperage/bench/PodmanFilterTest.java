package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PodmanFilterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode filter(String rule) throws IOException {
    String rules =
        "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":38,\"defaultErrno\":\"ENOSYS\","
            + "\"archMap\":[],\"syscalls\":["
            + rule
            + "]}";
    return JSON.readTree(PodmanFilter.of(JSON.readTree(rules)));
  }

  @Test
  void ofARuleOnlyWhatTheRuntimeKnowsIsKept() throws IOException {
    assertThat(
            filter(
                "{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":[],\"comment\":\"x\",\"includes\":{},\"excludes\":{}}"))
        .isEqualTo(
            JSON.readTree(
                "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":38,"
                    + "\"architectures\":[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\"],"
                    + "\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":[]}]}"));
  }

  @Test
  void rulesForCapabilitiesAndMachinesThatAreNotThereAreLeftOut() throws IOException {
    assertThat(filter(rule("{\"caps\":[\"CAP_SYS_ADMIN\"]}", "{}")).get("syscalls")).isEmpty();
    assertThat(filter(rule("{}", "{\"caps\":[\"CAP_SYS_CHROOT\"]}")).get("syscalls")).isEmpty();
    assertThat(filter(rule("{\"arches\":[\"s390\"]}", "{}")).get("syscalls")).isEmpty();
  }

  @Test
  void rulesForWhatIsThereAreKept() throws IOException {
    assertThat(filter(rule("{\"caps\":[\"CAP_SYS_CHROOT\"]}", "{}")).get("syscalls")).hasSize(1);
    assertThat(filter(rule("{}", "{\"caps\":[\"CAP_SYS_ADMIN\"]}")).get("syscalls")).hasSize(1);
    assertThat(filter(rule("{\"arches\":[\"amd64\",\"x32\"]}", "{}")).get("syscalls")).hasSize(1);
  }

  private static String rule(String includes, String excludes) {
    return "{\"names\":[\"mount\"],\"action\":\"SCMP_ACT_ALLOW\",\"includes\":"
        + includes
        + ",\"excludes\":"
        + excludes
        + "}";
  }
}
