package io.cooperage.itests.osgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which layer of the design each bundle is in, and which of our packages a layer may import. */
final class Layers {
  private static final Set<String> KERNEL = Set.of("linux", "supervisor");
  private static final Set<String> ENGINE = Set.of("core", "plugin");
  private static final Set<String> FRONTS = Set.of("shell", "rest");

  /** Quoted attribute values hold commas, so imports are found by what may follow a comma. */
  private static final Pattern PACKAGE =
      Pattern.compile("(?:^|,)\\s*([a-zA-Z_][\\w.]*)((?:;(?:\"[^\"]*\"|[^,\"])*)?)");

  /** Imports that a bundle must not have, as "io.cooperage.rest imports io.cooperage.spi.store". */
  List<String> violations(String symbolicName, String importPackage) {
    List<String> found = new ArrayList<>();
    Matcher imports = PACKAGE.matcher(importPackage == null ? "" : importPackage);
    while (imports.find()) {
      String name = imports.group(1);
      if (!allowed(symbolicName, name)) {
        found.add(symbolicName + " imports " + name);
      }
    }
    return found;
  }

  private static boolean allowed(String symbolicName, String imported) {
    String bundle = symbolicName.substring("io.cooperage.".length());
    boolean api = imported.startsWith("io.cooperage.api.");
    boolean contract = api || imported.startsWith("io.cooperage.spi.");
    boolean own = imported.startsWith(symbolicName + ".") || imported.equals(symbolicName);
    if (bundle.equals("api")) {
      return contract || imported.startsWith("java.");
    }
    if (!imported.startsWith("io.cooperage.") || own) {
      return true;
    }
    if (FRONTS.contains(bundle)) {
      return api;
    }
    if (bundle.equals("linux") || ENGINE.contains(bundle)) {
      return contract;
    }
    return contract || KERNEL.stream().anyMatch(k -> in(imported, k));
  }

  private static boolean in(String imported, String bundle) {
    return imported.equals("io.cooperage." + bundle)
        || imported.startsWith("io.cooperage." + bundle + ".");
  }
}
