package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.Pipe;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.file.XattrCalls;
import io.cooperage.storage.ploop.convert.Run;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file itself, as the kernel shows it. */
class FuseServerTest {
  private static final int PAGE = 4096;
  private static final long BAD = 1 << 20;
  private static final long SIZE = (3 << 20) + 3 * 512;

  private final Pipe end = Pipe.open("end");
  private OwnedFd mount;
  private OwnedFd file;
  private CompletableFuture<Void> server;

  /** Numbered pages, one of which cannot be read; its size is no whole number of sectors. */
  private static final class NumberedPages implements VirtualDisk {
    @Override
    public long size() {
      return SIZE + 100;
    }

    @Override
    public void read(ByteBuffer into, long offset) {
      if (offset <= BAD && offset + into.remaining() > BAD) {
        throw new MalformedImageException("a cluster that lies outside of the file");
      }
      for (long at = offset; into.hasRemaining(); at++) {
        into.put((byte) (at / PAGE));
      }
    }

    @Override
    public Run run(long offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<OwnedFd> files() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void mount() {
    try (FuseBackEnd any = new FuseBackEnd(Path.of("/coop-test-fuse"), new MemoryDescriptors())) {
      any.missing().ifPresent(why -> Assumptions.abort("no fuse here: " + why));
    }
    OwnedFd channel =
        OpenCalls.open(Path.of("/dev/fuse"), OpenFlag.READ_WRITE, OpenFlag.NON_BLOCKING);
    mount = FuseBackEnd.mount(channel);
    server =
        CompletableFuture.runAsync(
            () -> {
              try (channel) {
                new FuseServer(new NumberedPages(), channel, end.reading()).serve();
              }
            });
    file = OpenCalls.open(Path.of("/proc/self/fd/" + mount.fd()));
  }

  @AfterEach
  void serverEndsWithItsLastUser() {
    if (file != null) {
      file.close();
      mount.close();
      server.join();
    }
    end.close();
  }

  @Test
  void aBadClusterIsAnInputErrorAndTheRestIsRead() {
    for (int round = 0; round < 2; round++) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> page(BAD))
          .matches(e -> e.is(Errno.EIO));
      assertThat(page(2 * BAD)[0]).isEqualTo((byte) (2 * BAD / PAGE));
    }
  }

  @Test
  void wholeSectorsAreShownAndTheLastPageIsCut() {
    assertThat(StatusCalls.status(file).size()).isEqualTo(SIZE);
    long last = SIZE / PAGE * PAGE;
    byte[] rest = page(last);
    assertThat(rest).hasSize((int) (SIZE - last)).containsOnly((byte) (last / PAGE));
    assertThat(page(SIZE)).isEmpty();
  }

  @Test
  void whatItDoesNotKnowIsRefusedAndItServesOn() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> XattrCalls.get(file, "user.any"))
        .matches(e -> e.is(Errno.EOPNOTSUPP));
    assertThat(page(0)).hasSize(PAGE).containsOnly((byte) 0);
  }

  private byte[] page(long offset) {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    byte[] read = new byte[FileCalls.read(file, page, offset)];
    page.flip().get(read);
    return read;
  }
}
