package io.cooperage.plugin;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running system in memory that can be told to refuse. */
final class FakeFeatures implements FeatureRuntime {
  final Map<String, String> installed = new HashMap<>();
  final List<URI> repositories = new ArrayList<>();
  String refusal = "";

  @Override
  public void simulate(String shownAs, URI repository, String name, String version) {
    if (!refusal.isEmpty()) {
      throw Refusal.of(shownAs, refusal, "get another build");
    }
  }

  @Override
  public void install(URI repository, String name, String version) {
    installed.put(name, version);
    repositories.add(repository);
  }

  @Override
  public void uninstall(URI repository, String name) {
    installed.remove(name);
  }

  @Override
  public boolean installed(String name) {
    return installed.containsKey(name);
  }
}
