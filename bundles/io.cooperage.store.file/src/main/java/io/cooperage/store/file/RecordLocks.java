package io.cooperage.store.file;

import java.util.stream.Stream;

/** A bounded number of locks; the same name always has the same one. */
final class RecordLocks {
  private static final int COUNT = 64;

  private final Object[] locks = Stream.generate(Object::new).limit(COUNT).toArray();

  Object of(Object name) {
    return locks[Math.floorMod(name.hashCode(), COUNT)];
  }
}
