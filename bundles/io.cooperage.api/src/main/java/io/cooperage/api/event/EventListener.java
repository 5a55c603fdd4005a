package io.cooperage.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears events, one at a time, on a thread of its own with a bounded queue: who is too slow misses
 * the oldest.
 */
@ConsumerType
public interface EventListener {
  void onEvent(Event event);
}
