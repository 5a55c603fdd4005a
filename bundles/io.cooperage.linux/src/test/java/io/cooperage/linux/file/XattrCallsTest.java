package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XattrCallsTest {
  @TempDir Path folder;

  @Test
  void anAttributeIsSetReadAndRemoved() {
    try (OwnedFd file =
        OpenCalls.create(folder.resolve("f"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE)) {
      assertThat(XattrCalls.get(file, "trusted.cooperage")).isEmpty();
      XattrCalls.set(file, "trusted.cooperage", new byte[] {1, 0, 2});
      assertThat(XattrCalls.get(file, "trusted.cooperage"))
          .hasValueSatisfying(value -> assertThat(value).containsExactly(1, 0, 2));
      XattrCalls.remove(file, "trusted.cooperage");
      assertThat(XattrCalls.get(file, "trusted.cooperage")).isEmpty();
    }
  }
}
