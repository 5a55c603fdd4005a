package io.cooperage.core.lifecycle.step;

import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.store.ContainerRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is kept with a backup beside the disk: enough to make the CT anew.
 *
 * @param note what the operator said of the backup
 * @param kinds provider by family
 * @param parameters texts by parameter
 */
public record BackupNotes(
    String note,
    String ctid,
    String name,
    String template,
    String templateDigest,
    boolean privileged,
    String description,
    Map<String, String> kinds,
    Map<String, String> labels,
    Map<String, List<String>> parameters) {
  /** The note of a snapshot that the next backup to that place is compared with. */
  public static final String KEPT_FOR = "backup";

  private static final String NOTE = "note";
  private static final String CTID = "ctid";
  private static final String NAME = "name";
  private static final String TEMPLATE = "template";
  private static final String DIGEST = "templateDigest";
  private static final String PRIVILEGED = "privileged";
  private static final String DESCRIPTION = "description";
  private static final String KINDS = "kinds";
  private static final String LABELS = "labels";
  private static final String PARAMETERS = "parameters";

  /** Whether a snapshot is what the next backup to that place is compared with. */
  public static boolean isKeptFor(StoredSnapshot snapshot, BackupPlace place) {
    return Optional.ofNullable(snapshot.notes().get(KEPT_FOR)).filter(place::isMeantBy).isPresent();
  }

  static BackupNotes of(ContainerRecord record, String note) {
    return new BackupNotes(
        note,
        record.ctid().toString(),
        record.name().map(Object::toString).orElse(""),
        record.template(),
        record.templateDigest(),
        record.idMap().privileged(),
        record.description(),
        record.kinds(),
        record.labels(),
        record.parameters());
  }

  /** As a provider keeps them. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(NOTE, note);
    texts.put(CTID, ctid);
    texts.put(NAME, name);
    texts.put(TEMPLATE, template);
    texts.put(DIGEST, templateDigest);
    texts.put(PRIVILEGED, privileged ? "yes" : "no");
    texts.put(DESCRIPTION, description);
    texts.put(KINDS, TextMap.encode(lists(kinds)));
    texts.put(LABELS, TextMap.encode(lists(labels)));
    texts.put(PARAMETERS, TextMap.encode(new TreeMap<>(parameters)));
    return texts;
  }

  private static Map<String, List<String>> lists(Map<String, String> texts) {
    Map<String, List<String>> lists = new TreeMap<>();
    texts.forEach((name, text) -> lists.put(name, List.of(text)));
    return lists;
  }

  /** Reads them; what is missing is empty. */
  public static BackupNotes of(Map<String, String> texts) {
    return new BackupNotes(
        texts.getOrDefault(NOTE, ""),
        texts.getOrDefault(CTID, ""),
        texts.getOrDefault(NAME, ""),
        texts.getOrDefault(TEMPLATE, ""),
        texts.getOrDefault(DIGEST, ""),
        texts.getOrDefault(PRIVILEGED, "").equals("yes"),
        texts.getOrDefault(DESCRIPTION, ""),
        singles(texts.getOrDefault(KINDS, "")),
        singles(texts.getOrDefault(LABELS, "")),
        TextMap.decode(texts.getOrDefault(PARAMETERS, "")));
  }

  private static Map<String, String> singles(String text) {
    Map<String, String> singles = new HashMap<>();
    TextMap.decode(text)
        .forEach((name, entries) -> singles.put(name, entries.isEmpty() ? "" : entries.get(0)));
    return singles;
  }
}
