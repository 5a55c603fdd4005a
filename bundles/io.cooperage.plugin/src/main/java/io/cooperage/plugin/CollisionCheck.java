package io.cooperage.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/** Finds installed bundles that a plug-in would shadow. */
record CollisionCheck(Supplier<List<InstalledBundle>> installed) {
  private static final String OURS = "io.cooperage.";

  static CollisionCheck of(BundleContext context) {
    return new CollisionCheck(
        () ->
            Arrays.stream(context.getBundles())
                .map(b -> new InstalledBundle(String.valueOf(b.getSymbolicName()), b.getLocation()))
                .toList());
  }

  /**
   * Why a bundle cannot come in, unless it replaces one of the same plug-in below {@code
   * ownFolder}.
   */
  Optional<String> collision(BundleEntry bundle, String ownFolder) {
    if (bundle.symbolicName().startsWith(OURS)) {
      return Optional.of(
          "its bundle " + bundle.symbolicName() + " uses a name that belongs to Cooperage");
    }
    return installed.get().stream()
        .filter(i -> i.symbolicName().equals(bundle.symbolicName()))
        .filter(i -> !i.location().startsWith(ownFolder))
        .findFirst()
        .map(i -> "its bundle " + i.symbolicName() + " is installed already, from " + i.location());
  }
}
