package io.cooperage.storage.ploop.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Texts that are kept with a snapshot, as a JSON file of one object. */
final class SnapshotNotes {
  private static final int LARGEST = 1 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private SnapshotNotes() {}

  /** Writes a new file, durable but for its name in the folder. */
  static void write(Path path, Map<String, String> notes) {
    try (OwnedFd file =
        OpenCalls.create(path, 0600, OpenFlag.WRITE_ONLY, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      FileCalls.write(file, ByteBuffer.wrap(bytes(notes)), 0);
      FileCalls.sync(file);
    }
  }

  private static byte[] bytes(Map<String, String> notes) {
    try {
      return MAPPER.writeValueAsBytes(new TreeMap<>(notes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  /** Reads them; nothing if they are missing or bad: the snapshot is good without. */
  static Map<String, String> read(Path path) {
    try (OwnedFd file = RegularFile.open(path)) {
      Map<String, String> notes = MAPPER.readValue(FileCalls.readAll(file, LARGEST), TEXTS);
      notes.values().removeIf(v -> v == null);
      return notes;
    } catch (IOException | LinuxException | MalformedImageException | NullPointerException e) {
      return Map.of();
    }
  }
}
