package io.cooperage.itests.node.operator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** Does to bundles what an administrator may do. Single-threaded. */
final class BundleDesk {
  private static final long REFRESH_SECONDS = 120;

  private final BundleContext context;
  private final OldLoaders loaders = new OldLoaders();
  private final Map<String, Removed> removed = new HashMap<>();

  /** What it takes to put a bundle back as it was. */
  private record Removed(String location, int startLevel) {}

  BundleDesk(BundleContext context) {
    this.context = context;
  }

  /** Carries out one order and answers its lines. */
  List<String> order(String[] words) throws BundleException, IOException, InterruptedException {
    loaders.note(context.getBundles());
    switch (words[0]) {
      case "stop" -> bundle(words[1]).stop();
      case "start" -> bundle(words[1]).start();
      case "update" -> update(bundle(words[1]), Path.of(words[2]));
      case "refresh" -> refresh(bundle(words[1]));
      case "uninstall" -> uninstall(bundle(words[1]));
      case "reinstall" -> reinstall(words[1]);
      case "install" -> context.installBundle(Path.of(words[1]).toUri().toString()).start();
      case "stale" -> {
        return loaders.stale(context.getBundles());
      }
      case "idle" -> {
        return idle();
      }
      default -> throw new IllegalArgumentException("no order " + words[0]);
    }
    return List.of();
  }

  private Bundle bundle(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(b -> symbolicName.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no bundle " + symbolicName));
  }

  private void update(Bundle bundle, Path jar)
      throws BundleException, IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(jar)) {
      bundle.update(in);
    }
    if (wiring().getRemovalPendingBundles().contains(bundle)) {
      refresh(bundle);
    }
  }

  private FrameworkWiring wiring() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  private void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    wiring().refreshBundles(List.of(bundle), event -> done.countDown());
    if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the refresh of " + bundle + " does not end");
    }
  }

  private void uninstall(Bundle bundle) throws BundleException, InterruptedException {
    removed.put(
        bundle.getSymbolicName(),
        new Removed(bundle.getLocation(), bundle.adapt(BundleStartLevel.class).getStartLevel()));
    bundle.uninstall();
    if (wiring().getRemovalPendingBundles().contains(bundle)) {
      refresh(bundle);
    }
  }

  private void reinstall(String symbolicName) throws BundleException {
    Removed former =
        Optional.ofNullable(removed.remove(symbolicName))
            .orElseThrow(() -> new IllegalArgumentException(symbolicName + " was not removed"));
    Bundle bundle = context.installBundle(former.location());
    bundle.adapt(BundleStartLevel.class).setStartLevel(former.startLevel());
    bundle.start();
  }

  /** Bundles of Cooperage that should run and do not. */
  private List<String> idle() {
    return Arrays.stream(context.getBundles())
        .filter(b -> OldLoaders.ours(b) && b.getState() != Bundle.ACTIVE)
        .map(b -> b.getSymbolicName() + " in state " + b.getState())
        .toList();
  }
}
