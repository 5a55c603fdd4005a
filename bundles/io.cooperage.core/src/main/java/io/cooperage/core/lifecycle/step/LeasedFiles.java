package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.BackupTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The files of a target, each call of which leases the target: once it has left they fail. */
record LeasedFiles(Offer<BackupTarget> target, BackupPlace place, BackupFiles files)
    implements BackupFiles {
  /** What may fail as channels do. */
  private interface Transfer {
    int run() throws IOException;
  }

  private <R> R leased(Supplier<R> call) {
    try {
      return target.call(t -> call.get());
    } catch (ContainerException e) {
      throw e.code() == ErrorCode.WAITING ? gone(place, e) : e;
    }
  }

  /** What a job fails with when its target goes away. */
  static ContainerException gone(BackupPlace place, ContainerException cause) {
    return new ContainerException(
        ErrorCode.PROVIDER,
        "the backup target " + place + " went away: " + cause.getMessage(),
        "Bring it back and begin again; 'ct node info' shows what is missing.",
        cause);
  }

  @Override
  public String title() {
    return files.title();
  }

  @Override
  public WritableByteChannel create(String name) {
    WritableByteChannel channel = leased(() -> files.create(name));
    return new Output(channel);
  }

  @Override
  public void commit(String name, byte[] content) {
    leased(
        () -> {
          files.commit(name, content);
          return true;
        });
  }

  @Override
  public OptionalLong size(String name) {
    return leased(() -> files.size(name));
  }

  @Override
  public ReadableByteChannel open(String name) {
    ReadableByteChannel channel = leased(() -> files.open(name));
    return new Input(channel);
  }

  private int moved(Transfer transfer) throws IOException {
    IOException[] failure = {null};
    int count =
        leased(
            () -> {
              try {
                return transfer.run();
              } catch (IOException e) {
                failure[0] = e;
                return 0;
              }
            });
    if (failure[0] != null) {
      throw failure[0];
    }
    return count;
  }

  // A channel is closed also when its target has left: it may hold a file open.
  private final class Output implements WritableByteChannel {
    private final WritableByteChannel channel;

    Output(WritableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return moved(() -> channel.write(from));
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private final class Input implements ReadableByteChannel {
    private final ReadableByteChannel channel;

    Input(ReadableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return moved(() -> channel.read(into));
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
