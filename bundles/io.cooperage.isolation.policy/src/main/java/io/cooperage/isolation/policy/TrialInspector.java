package io.cooperage.isolation.policy;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.isolation.TrialPolicy;
import io.cooperage.spi.kernel.PidHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells what a policy on trial would have denied to a CT. */
@Component(service = IsolationInspector.class, property = "service.ranking:Integer=-10")
public final class TrialInspector implements IsolationInspector {
  private static final String BOOT = "btime ";

  /** The kernel's {@code USER_HZ}, the same on all machines that we know. */
  private static final long TICKS = 100;

  /** The time of boot is in whole seconds, and moves a little when the clock is set. */
  private static final long SLACK = TimeUnit.SECONDS.toMillis(2);

  private final TrialLog log;
  private final LibSeccomp library = new LibSeccomp();

  @Activate
  public TrialInspector(@Reference TrialLog log) {
    this.log = log;
  }

  @Override
  public String kind() {
    return "namespaces";
  }

  @Override
  public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
    String policy = sandbox.properties().getOrDefault(TrialPolicy.TRIAL, "");
    if (policy.isEmpty()) {
      return List.of();
    }
    // A daemon that was started after the CT has not listened yet.
    log.listen();
    String found =
        cell.idMap().privileged()
            ? "see the kernel's log: its user ids are the host's"
            : told(log.of(cell.idMap(), started(sandbox.init())));
    return List.of(
        new IsolationLayer(
            "trial of " + policy,
            IsolationLayer.State.ON,
            IsolationGrade.STRONG,
            found,
            log.failure().map(why -> "only the kernel's log tells: " + why).orElseGet(this::cost)));
  }

  private String cost() {
    String lost = log.lost() > 0 ? "; some came too fast to be counted" : "";
    return "each such call goes through and is logged by the kernel" + lost;
  }

  private String told(Map<SystemCall, Long> calls) {
    return calls.isEmpty()
        ? "nothing would have been denied so far"
        : "would have denied "
            + calls.entrySet().stream()
                .map(e -> e.getKey().describe(library) + " " + e.getValue() + "x")
                .collect(Collectors.joining(", "));
  }

  private static long started(PidHandle init) {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      long boot =
          lines
              .filter(line -> line.startsWith(BOOT))
              .mapToLong(line -> Long.parseLong(line.substring(BOOT.length()).strip()))
              .findFirst()
              .orElse(0);
      return boot * 1000 + init.startTime() * 1000 / TICKS - SLACK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
