package io.cooperage.store.file;

/** The form of one kind of record as a file. */
interface Codec<T> {
  byte[] encode(T value);

  T decode(byte[] content) throws UnreadableRecordException;
}
