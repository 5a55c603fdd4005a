package io.cooperage.itests.node.operator;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Remembers weakly the class loaders that Cooperage's bundles have had. Single-threaded. */
final class OldLoaders {
  private final List<Seen> seen = new ArrayList<>();

  private record Seen(String bundle, WeakReference<ClassLoader> loader) {}

  static boolean ours(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return name != null && name.startsWith("io.cooperage.");
  }

  /** Remembers the loaders that are in use now. */
  void note(Bundle[] bundles) {
    seen.removeIf(s -> s.loader().get() == null);
    for (Bundle bundle : bundles) {
      if (ours(bundle)) {
        loader(bundle)
            .filter(l -> seen.stream().noneMatch(s -> s.loader().refersTo(l)))
            .forEach(l -> seen.add(new Seen(bundle.getSymbolicName(), new WeakReference<>(l))));
      }
    }
  }

  /** Asks for a collection; the bundles whose former loaders are still there. */
  List<String> stale(Bundle[] bundles) {
    System.gc();
    Set<ClassLoader> current =
        Arrays.stream(bundles).flatMap(OldLoaders::loader).collect(Collectors.toSet());
    return seen.stream()
        .filter(s -> !s.loader().refersTo(null))
        .filter(s -> current.stream().noneMatch(s.loader()::refersTo))
        .map(Seen::bundle)
        .toList();
  }

  private static Stream<ClassLoader> loader(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? Stream.empty() : Stream.ofNullable(wiring.getClassLoader());
  }
}
