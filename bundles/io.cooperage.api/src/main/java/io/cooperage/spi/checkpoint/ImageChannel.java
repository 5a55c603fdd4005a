package io.cooperage.spi.checkpoint;

import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/** Carries the named parts of a checkpoint, to a disk or to another node. */
@ProviderType
public interface ImageChannel {
  /** Opens a part to write; it is complete when the stream is closed. */
  OutputStream write(String part);

  /** Opens a part to read. */
  InputStream read(String part);
}
