package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Disks above each other: what one does not store is read from the one beneath. */
final class StackedDisk implements VirtualDisk {
  private final List<VirtualDisk> layers;
  private final long size;

  /**
   * Takes the layers over.
   *
   * @param layers the uppermost first
   * @param size of the whole, at most that of the uppermost
   */
  StackedDisk(List<VirtualDisk> layers, long size) {
    this.layers = List.copyOf(layers);
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(ByteBuffer into, long offset) {
    long at = offset;
    int limit = into.limit();
    while (into.position() < limit) {
      Found found = find(at);
      int length = (int) Math.min(limit - into.position(), found.run().end() - at);
      into.limit(into.position() + length);
      if (found.run().kind() == Run.Kind.DATA) {
        layers.get(found.layer()).read(into, at);
      } else {
        Zeros.fill(into);
      }
      into.limit(limit);
      at += length;
    }
  }

  @Override
  public Run run(long offset) {
    return find(offset).run();
  }

  @Override
  public Optional<Piece> piece(long offset) {
    long end = size;
    for (VirtualDisk layer : layers) {
      if (offset < layer.size()) {
        Optional<Piece> piece = layer.piece(offset);
        if (piece.isEmpty()) {
          return piece;
        }
        end = Math.min(end, piece.get().end());
        if (piece.get().file().isPresent()) {
          return Optional.of(new Piece(end, piece.get().file(), piece.get().shift()));
        }
      }
    }
    return Optional.of(Piece.hole(end));
  }

  @Override
  public List<OwnedFd> files() {
    return layers.stream().flatMap(l -> l.files().stream()).toList();
  }

  @Override
  public void close() {
    layers.forEach(VirtualDisk::close);
  }

  private Found find(long offset) {
    long end = size;
    for (int i = 0; i < layers.size(); i++) {
      VirtualDisk layer = layers.get(i);
      if (offset < layer.size()) {
        Run run = layer.run(offset);
        end = Math.min(end, run.end());
        if (run.kind() != Run.Kind.ABSENT) {
          return new Found(i, new Run(end, run.kind()));
        }
      }
    }
    return new Found(layers.size(), new Run(end, Run.Kind.ABSENT));
  }

  private record Found(int layer, Run run) {}
}
