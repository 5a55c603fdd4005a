package io.cooperage.spi.backup;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The files of one backup in a {@link BackupTarget}, read and written from their beginning to their
 * end. Names are of the letters {@code a-z}, digits, dots and dashes. One thread at a time. Every
 * method throws {@link io.cooperage.api.error.ContainerException}: NO_SPACE, or PROVIDER with what
 * the target said.
 */
@ConsumerType
public interface BackupFiles {
  /** For messages: where they are. */
  String title();

  /**
   * Begins a file, in place of an older one of the name; it is durable when the channel is closed.
   */
  WritableByteChannel create(String name);

  /**
   * Writes a small file in one step: it is there as a whole and durable, or not at all. All files
   * before it are durable then, with their names.
   */
  void commit(String name, byte[] content);

  /** Bytes of a file; empty if there is none. */
  OptionalLong size(String name);

  /**
   * Opens a file for reading.
   *
   * @throws io.cooperage.api.error.ContainerException BROKEN_BACKUP if there is none
   */
  ReadableByteChannel open(String name);
}
