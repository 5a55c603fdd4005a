package io.cooperage.spi.network;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Connects CTs. Calls for one CT come one at a time; different CTs come in parallel. Idempotent:
 * attach and update are repeated after a crash and then make good what is missing.
 */
@ConsumerType
public interface NetworkProvider extends ParameterOwner {
  /** As stored with CTs: "routed". */
  String kind();

  /** Gives a CT, whose init waits at its gate, its interfaces, addresses and routes. */
  List<Attachment> attach(NetworkRequest request);

  /**
   * Makes changed values good on a running CT, without cutting connections of addresses that stay.
   */
  List<Attachment> update(NetworkRequest request, List<Attachment> present);

  /** What is in force, for the provider's own parameters. */
  List<Effective> readBack(NetworkRequest request, List<Attachment> present);

  /**
   * Takes away what the host holds for a CT; interfaces that went with their namespace are no
   * error. After a crash during {@link #attach} the list is empty: then what was begun follows from
   * the CT's id.
   */
  void detach(ContainerId container, List<Attachment> present);

  /** The CT's addresses with prefix length, for listings. */
  List<String> addresses(ParameterValues values);

  default List<Meter> meters() {
    return List.of();
  }

  /** Samples traffic of a CT's interfaces. */
  default void usage(List<Attachment> present, UsageSink sink) {}
}
