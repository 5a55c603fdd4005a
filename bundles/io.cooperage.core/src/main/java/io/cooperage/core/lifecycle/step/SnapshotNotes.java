package io.cooperage.core.lifecycle.step;

import io.cooperage.api.parameter.Applies;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.Owned;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.spi.store.ContainerRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept with a snapshot beside the disk.
 *
 * @param config whether all parameters come back with it, or those of the disk alone
 * @param parameters texts that the CT had; empty if nothing is known of them
 */
public record SnapshotNotes(
    String name,
    String description,
    Instant createdAt,
    boolean config,
    Map<String, List<String>> parameters) {
  private static final String NAME = "name";
  private static final String DESCRIPTION = "description";
  private static final String CREATED = "createdAt";
  private static final String CONFIG = "config";
  private static final String PARAMETERS = "parameters";

  /** As a provider keeps them. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(NAME, name);
    texts.put(DESCRIPTION, description);
    texts.put(CREATED, createdAt.toString());
    texts.put(CONFIG, config ? "yes" : "no");
    texts.put(PARAMETERS, TextMap.encode(parameters));
    return texts;
  }

  /** Reads them; what is missing or bad is empty. */
  public static SnapshotNotes of(Map<String, String> texts) {
    return new SnapshotNotes(
        texts.getOrDefault(NAME, ""),
        texts.getOrDefault(DESCRIPTION, ""),
        instant(texts.getOrDefault(CREATED, "")),
        texts.getOrDefault(CONFIG, "").equals("yes"),
        TextMap.decode(texts.getOrDefault(PARAMETERS, "")));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /**
   * The texts that a CT has after it went back.
   *
   * @param disk the slice of its storage, whose texts go with the disk
   * @param all whether the others come back too, but for those of creation
   */
  public Map<String, List<String>> restored(
      ContainerRecord record, CatalogView view, Optional<OwnerSlice> disk, boolean all) {
    Map<String, List<String>> texts = new HashMap<>(record.parameters());
    if (createdAt.equals(Instant.EPOCH)) {
      return texts; // notes that cannot be read change nothing
    }
    Map<String, List<String>> names = new HashMap<>(record.parameters());
    names.putAll(parameters);
    for (String name : names.keySet()) {
      boolean ofDisk = disk.filter(s -> s.ownsAny(java.util.Set.of(name))).isPresent();
      if (ofDisk || (all && config && changes(view, name))) {
        texts.remove(name);
        if (parameters.containsKey(name)) {
          texts.put(name, parameters.get(name));
        }
      }
    }
    return texts;
  }

  private static boolean changes(CatalogView view, String name) {
    return view.find(name)
        .map(Owned::parameter)
        .filter(p -> p.applies() == Applies.CREATE)
        .isEmpty();
  }
}
