package io.cooperage.controller.network;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Tells whether the kernel can limit bandwidth, and how much the node has. */
@Component
public final class ShapingProbe implements HostProbe {
  /** {@code yes}, or the kernel features that are missing. */
  static final String SHAPING = "network.shaping";

  /** Bit/s of the default route's device, or {@code unknown}. */
  static final String LINK_SPEED = "network.linkspeed";

  private static final String YES = "yes";
  private static final String UNKNOWN = "unknown";
  private static final String SUBJECT = "bandwidth of CTs";

  private volatile Optional<KernelTrial> good = Optional.empty();

  @Override
  public Map<String, String> features() {
    List<String> missing = trial().missing();
    return Map.of(
        SHAPING,
        missing.isEmpty() ? YES : String.join(" and ", missing),
        LINK_SPEED,
        speed().map(Object::toString).orElse(UNKNOWN));
  }

  @Override
  public List<Finding> findings() {
    KernelTrial trial = trial();
    if (!trial.missing().isEmpty()) {
      return List.of(
          new Finding(
              SUBJECT,
              Grade.MISSING,
              "the kernel lacks " + String.join(" and ", trial.missing()),
              "rate and ratelimit cannot be set; load the modules or use a kernel that has them"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        trial.fairQueues()
            ? new Finding(SUBJECT, Grade.GOOD, "htb with fq_codel", "")
            : new Finding(
                SUBJECT,
                Grade.DEGRADED,
                "htb without fq_codel",
                "at its limit a CT's short connections wait behind its long ones;"
                    + " load the module sch_fq_codel"));
    findings.add(
        speed()
            .map(bits -> new Finding("link speed", Grade.GOOD, Bandwidth.format(bits), ""))
            .orElseGet(
                () ->
                    new Finding(
                        "link speed",
                        Grade.DEGRADED,
                        "the device of the default route does not tell it",
                        "rate cannot be guaranteed unless total is set in"
                            + " io.cooperage.controller.network.cfg")));
    return List.copyOf(findings);
  }

  /** What the kernel of a probed host lacks; empty if nothing or if it was not probed. */
  static String lacking(HostFacts host) {
    String answer = host.feature(SHAPING);
    return answer.equals(YES) ? "" : answer;
  }

  /** The probed host's link speed in bit/s. */
  static Optional<Long> linkSpeed(HostFacts host) {
    return Optional.of(host.feature(LINK_SPEED))
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong);
  }

  /** A module that is missing may be loaded later; one that is there stays. */
  private KernelTrial trial() {
    KernelTrial trial = good.orElseGet(KernelTrial::run);
    if (trial.missing().isEmpty()) {
      good = Optional.of(trial);
    }
    return trial;
  }

  private static Optional<Long> speed() {
    try (NetlinkSocket socket = NetlinkSocket.open()) {
      return new Uplink(socket).speed();
    }
  }
}
