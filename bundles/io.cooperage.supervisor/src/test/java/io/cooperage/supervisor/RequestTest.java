package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RequestTest {
  @Test
  void aMessageIsAHeaderAndItsValuesInLittleEndian() {
    Request request = new Request(Verb.KILL, Wire.FLAG_HANG_UP).put(Tag.KEY, "ab");
    assertThat(HexFormat.of().formatHex(request.encode(258).array()))
        .isEqualTo("434f5031" + "0400" + "0800" + "02010000" + "0100ffff03000000" + "616200");
  }

  @Test
  void aTextWithAZeroByteIsRefusedSinceCWouldCutItShort() {
    assertThatThrownBy(() -> new Request(Verb.KILL).put(Tag.KEY, "a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageThatTheSupervisorWouldNotTakeIsNotSent() {
    Request request = new Request(Verb.ENTER).put(Tag.ARGUMENT, new byte[128 * 1024]);
    assertThatThrownBy(() -> request.encode(1)).hasMessageContaining("E2BIG");
  }
}
