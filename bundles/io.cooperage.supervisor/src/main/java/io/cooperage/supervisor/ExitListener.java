package io.cooperage.supervisor;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears that an init has ended. Called on the thread that reads from the supervisor, so it must not
 * block or call the supervisor. After a lost connection the exits that are not yet forgotten are
 * told again.
 */
@ConsumerType
@FunctionalInterface
public interface ExitListener {
  void exited(String key, ExitStatus status);
}
