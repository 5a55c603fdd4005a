package io.cooperage.api.event;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The node's events; the last 1,000 are kept in memory. Safe for any thread. */
@ProviderType
public interface EventService {
  /** Events after a sequence number, oldest first; 0 for all that are kept. */
  List<Event> since(long sequence);

  /** Subscribes until closed; closing never throws. */
  Subscription subscribe(EventListener listener);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
