package io.cooperage.core.lifecycle;

import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.lifecycle.step.Secrets;
import java.util.List;
import java.util.Optional;

/** Takes the passwords out of a proposal. */
final class Passwords {
  private Passwords() {}

  static Optional<Secrets> of(Proposal proposal) {
    List<String> texts =
        proposal.secrets().getOrDefault(GuestParameters.USERPASSWD.name(), List.of());
    return texts.isEmpty() ? Optional.empty() : Optional.of(new Secrets(texts));
  }
}
