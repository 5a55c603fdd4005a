package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.testing.fake.MemoryGuestFiles;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.junit.jupiter.api.Test;

class ShadowFileTest {
  private final Map<String, byte[]> disk = new HashMap<>();
  private final MemoryGuestFiles files = new MemoryGuestFiles(disk);

  private void shadow(String text) {
    disk.put("/etc/shadow", text.getBytes(StandardCharsets.UTF_8));
  }

  private String shadow() {
    return new String(disk.get("/etc/shadow"), StandardCharsets.UTF_8);
  }

  // Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512"; openssl passwd -6 gives the same.
  @Test
  void theHashIsTheOneOfTheSpecification() {
    assertThat(
            Sha2Crypt.sha512Crypt("Hello world!".getBytes(StandardCharsets.UTF_8), "$6$saltstring"))
        .isEqualTo(
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnI"
                + "FNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1");
  }

  @Test
  void onlyTheUsersPasswordAndItsDateChange() {
    shadow("root:*:19000:0:99999:7:::\nbob:!:19000:0:99999:7:::\n");
    new ShadowFile(files, p -> "HASH").set("bob:se:cret");
    assertThat(shadow()).startsWith("root:*:19000:0:99999:7:::\nbob:HASH:").endsWith(":::\n");
    assertThat(shadow().split("\n", -1)[1]).matches("bob:HASH:\\d{5}:0:99999:7:::");
  }

  @Test
  void theStoredHashFitsThePassword() {
    shadow("root:*:19000:0:99999:7:::\n");
    new ShadowFile(files).set("root:secret");
    String hash = shadow().split(":", -1)[1];
    assertThat(hash).startsWith("$6$");
    assertThat(Sha2Crypt.sha512Crypt("secret".getBytes(StandardCharsets.UTF_8), hash))
        .isEqualTo(hash);
  }

  @Test
  void aUserWhoIsNotThereIsNamed() {
    shadow("root:*:19000:0:99999:7:::\n");
    assertThatThrownBy(() -> new ShadowFile(files).set("eve:x"))
        .hasMessage("the CT has no user 'eve'");
    assertThat(shadow()).isEqualTo("root:*:19000:0:99999:7:::\n");
  }

  @Test
  void bytesOfAnyEncodingStay() {
    byte[] latin = "bob:!:1::::::\r\neve\u00e9:!:1::::::\n\n".getBytes(StandardCharsets.ISO_8859_1);
    disk.put("/etc/shadow", latin);
    new ShadowFile(files, p -> "HASH").set("bob:x");
    assertThat(new String(disk.get("/etc/shadow"), StandardCharsets.ISO_8859_1))
        .startsWith("bob:HASH:")
        .endsWith("::::::\r\neve\u00e9:!:1::::::\n\n");
  }

  @Test
  void aFileThatIsTooLargeIsRefused() {
    disk.put("/etc/shadow", new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> new ShadowFile(files).set("root:x")).hasMessageContaining("bytes");
  }
}
