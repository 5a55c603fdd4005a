package io.cooperage.core.lifecycle.step;

import java.util.List;

/**
 * Passwords on their way into a CT; they live in the job's memory alone.
 *
 * @param passwords each USER:PASSWORD
 */
public record Secrets(List<String> passwords) {
  /** Copies the list. */
  public Secrets {
    passwords = List.copyOf(passwords);
  }

  @Override
  public String toString() {
    return "Secrets[" + passwords.size() + "]";
  }
}
