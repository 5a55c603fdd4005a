package io.cooperage.rest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameStreamTest {
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final FrameStream frames = new FrameStream(sink);

  private List<String> sent() {
    List<String> all = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(sink.toByteArray());
    while (bytes.hasRemaining()) {
      int kind = bytes.get();
      byte[] payload = new byte[bytes.getInt()];
      bytes.get(payload);
      all.add(kind + ":" + new String(payload, StandardCharsets.UTF_8).replace('\0', '|'));
    }
    return all;
  }

  @Test
  void outputAndErrorsKeepTheirOrder() {
    PrintStream out = frames.stream(FrameKind.OUTPUT);
    PrintStream err = frames.stream(FrameKind.ERROR);
    out.print("a");
    out.print("b");
    err.print("c");
    out.print("d");
    frames.exit(3);

    assertThat(sent()).containsExactly("1:ab", "2:c", "1:d", "3:3");
  }

  @Test
  void smallPrintsAreOneFrameAndLargeOnesSeveral() {
    frames.stream(FrameKind.OUTPUT).print("x".repeat(20_000));
    frames.exit(0);

    assertThat(sent()).hasSize(4).allMatch(f -> f.length() <= 8194);
  }

  @Test
  void fieldsEndWithANul() {
    frames.fields(FrameKind.DOWNLOAD, "/1.0/x?path=%2F", "");

    assertThat(sent()).containsExactly("6:/1.0/x?path=%2F||");
  }

  @Test
  void aReaderThatHasGoneIsNoticedOnceAndNothingIsThrown() {
    FrameStream broken =
        new FrameStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("gone");
              }
            });
    assertThat(broken.broken()).isFalse();

    broken.stream(FrameKind.OUTPUT).print("x");
    broken.exit(0);

    assertThat(broken.broken()).isTrue();
  }
}
