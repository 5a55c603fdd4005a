package io.cooperage.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.spi.kernel.Descriptor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnedFdTest {
  @Test
  void useAfterCloseIsRefusedAndClosingTwiceIsHarmless() {
    OwnedFd fd = OpenCalls.memory("once");
    fd.close();
    fd.close();
    assertThat(fd.isOpen()).isFalse();
    assertThatIllegalStateException().isThrownBy(fd::fd).withMessageContaining("once");
  }

  @Test
  void aDuplicateOutlivesTheOriginal() {
    OwnedFd original = OpenCalls.memory("shared");
    FileCalls.write(original, ByteBuffer.wrap(new byte[] {7}), 0);
    try (OwnedFd copy = original.duplicate()) {
      original.close();
      assertThat(FileCalls.readAll(copy, 10)).containsExactly(7);
    }
  }

  @Test
  void aReleasedDescriptorStaysOpenForItsNewOwner() {
    OwnedFd first = OpenCalls.memory("handed over");
    int number = first.release();
    first.close();
    try (OwnedFd second = OwnedFd.adopt(number, "second")) {
      assertThat(FileCalls.readAll(second, 10)).isEmpty();
    }
  }

  @Test
  void itCrossesTheContractsWithItsOwnership() {
    Descriptor descriptor = OpenCalls.memory("crossing").toDescriptor();
    Path entry = Path.of("/proc/self/fd/" + descriptor.fd());
    assertThat(Files.exists(entry)).isTrue();
    descriptor.close();
    assertThat(Files.isSymbolicLink(entry)).isFalse();
  }

  @Test
  void itsPathReachesTheFileItself() throws java.io.IOException {
    try (OwnedFd fd = OpenCalls.memory("by path")) {
      Files.writeString(fd.path(), "text");
      assertThat(FileCalls.readText(fd, 10)).isEqualTo("text");
    }
  }
}
