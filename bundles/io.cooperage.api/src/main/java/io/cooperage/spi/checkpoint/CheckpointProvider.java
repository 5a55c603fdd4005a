package io.cooperage.spi.checkpoint;

import io.cooperage.api.error.Problem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.Sandbox;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Turns a running CT into data and back. */
@ConsumerType
public interface CheckpointProvider {
  String kind();

  /** What stands in the way of a checkpoint, each with its remedy; empty if nothing does. */
  List<Problem> preflight(Cell cell, Sandbox sandbox);

  /** Begins a checkpoint; until {@link Session#commit} the CT can always go on. */
  Session begin(Cell cell, Sandbox sandbox, ImageChannel channel);

  /** One checkpoint. Single-threaded; closing it without commit is a rollback. */
  interface Session extends AutoCloseable {
    /** Sends memory while the CT runs; may be repeated. */
    void preCopy();

    /** Freezes the CT and sends the rest. */
    void freeze();

    /** Ends the CT here. */
    void commit();

    /** Lets the CT go on as if nothing had been. */
    void rollback();

    @Override
    void close();
  }
}
