package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.Owned;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what a controller would have done that stands back behind another owner of its parameter.
 * It is asked to check the value and never to apply it.
 */
final class ShadowNotes {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowNotes.class);

  private final EngineParts parts;
  private final EventGate gate;

  ShadowNotes(EngineParts parts, EventGate gate) {
    this.parts = parts;
    this.gate = gate;
  }

  /** After these parameters of a CT were applied by their owners. */
  void applied(LiveContainer live, Set<String> names, Map<String, List<String>> texts) {
    for (Owned shadow : parts.catalog().view(live.record().kinds()).shadowed()) {
      String name = shadow.parameter().name();
      if (names.contains(name)) {
        String done = done(shadow, live, texts);
        parts.catalog().wouldHave(shadow, done);
        LOG.info("{} {}", shadow.owner(), done);
        gate.publish(
            "controller.shadowed",
            live.id().toString(),
            shadow.owner().describe() + " " + done,
            Map.of("parameter", name, "controller", shadow.owner().describe()));
      }
    }
  }

  private String done(Owned shadow, LiveContainer live, Map<String, List<String>> texts) {
    String name = shadow.parameter().name();
    List<String> own = texts.getOrDefault(name, List.of());
    String act = own.isEmpty() ? "reset " + name : "set " + name + " to " + String.join(" ", own);
    String refusal = refusal(live, shadow, own.isEmpty() ? Map.of() : Map.of(name, own));
    return refusal.isEmpty()
        ? "would have " + act + " on CT " + live
        : "would have refused to " + act + " on CT " + live + ": " + refusal;
  }

  private String refusal(LiveContainer live, Owned shadow, Map<String, List<String>> texts) {
    try {
      ParameterValues values =
          new OwnerSlice(shadow.owner(), List.of(shadow.parameter())).values(texts);
      HostFacts facts = parts.admission().hostFacts();
      return shadow.owner().bounded(live.id(), o -> o.validate(values, facts)).stream()
          .map(Problem::message)
          .collect(Collectors.joining("; "));
    } catch (ContainerException e) {
      return e.getMessage();
    }
  }
}
