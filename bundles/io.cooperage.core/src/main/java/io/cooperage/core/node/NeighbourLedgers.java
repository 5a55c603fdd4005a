package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.HostChange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The ledgers of all nodes of this host: what two of them need is put back by the last. Each has a
 * file in a folder that a reboot wipes, which names its ledger; one whose ledger is gone counts no
 * longer.
 */
final class NeighbourLedgers {
  private static final String LOCK = ".lock";

  private final Path registry;

  NeighbourLedgers(Path registry) {
    this.registry = registry;
  }

  static NeighbourLedgers ofHost() {
    return new NeighbourLedgers(Path.of("/run/cooperage.ledgers"));
  }

  /** Does work while no other node of the host changes or restores anything. */
  <T> T alone(Supplier<T> work) {
    try {
      Files.createDirectories(
          registry,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (FileChannel file =
              FileChannel.open(
                  registry.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = file.lock()) {
        assert held.isValid();
        return work.get();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Lets the others see a ledger. */
  void register(Path ledger) {
    try {
      Files.writeString(entry(ledger), ledger.toAbsolutePath().toString());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Takes a ledger back that needs nothing of what others may need. */
  void unregister(Path ledger) {
    try {
      Files.deleteIfExists(entry(ledger));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A change that another node of this boot has made as well. */
  Optional<HostChange> find(HostChange like, Path own, String bootId) {
    return others(own).stream()
        .flatMap(ledger -> new LedgerFile(ledger).read(bootId).stream())
        .filter(c -> c.kind().equals(like.kind()) && c.key().equals(like.key()))
        .filter(c -> c.after().equals(like.after()))
        .findFirst();
  }

  private List<Path> others(Path own) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(registry, "[0-9a-f]*")) {
      for (Path entry : entries) {
        Path ledger = Path.of(Files.readString(entry));
        if (!Files.exists(ledger)) {
          Files.deleteIfExists(entry);
        } else if (!ledger.equals(own.toAbsolutePath())) {
          found.add(ledger);
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return found;
  }

  private Path entry(Path ledger) {
    byte[] name = ledger.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    return registry.resolve(UUID.nameUUIDFromBytes(name).toString());
  }

  private ContainerException failure(IOException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "cannot use " + registry + " for the host's ledgers: " + e, "", e);
  }
}
