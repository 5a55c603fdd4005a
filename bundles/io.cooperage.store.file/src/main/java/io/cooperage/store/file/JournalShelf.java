package io.cooperage.store.file;

import io.cooperage.spi.store.JournalRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A folder of journals, one file {@code <job>.json} each. */
final class JournalShelf {
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final String SUFFIX = ".json";
  private static final int LARGEST_JOURNAL = 4 << 20;

  /** The size of a journal, in bytes, from which on it is begun anew and gets no further line. */
  static final int LONGEST_LINES = LARGEST_JOURNAL / 2;

  private final RecordFolder folder;
  private final JournalCodec codec;

  JournalShelf(RecordFolder folder, JournalCodec codec) {
    this.folder = folder;
    this.codec = codec;
  }

  /**
   * Refuses a job's name that cannot be a file's.
   *
   * @throws IllegalArgumentException with the name
   */
  static String checkedJob(String job) {
    if (!JOB.matcher(job).matches()) {
      throw new IllegalArgumentException("not the id of a job: '" + job + "'");
    }
    return job;
  }

  /** Saves a journal whole: the first of this process, and every durable one. */
  void put(JournalRecord record) {
    folder.replace(record.job() + SUFFIX, codec.encode(record));
  }

  /**
   * Opens a journal that this process has saved before and that need not survive a power cut, for
   * further lines: a rename over a file makes ext4 begin to write it to disk.
   */
  JournalLines lines(String job) {
    return new JournalLines(folder.openForLines(job + SUFFIX));
  }

  void remove(String job) {
    folder.remove(job + SUFFIX);
  }

  /** Journals by file name. */
  Map<String, Reading<JournalRecord>> all() {
    Map<String, Reading<JournalRecord>> all = new TreeMap<>();
    for (String name : folder.names()) {
      if (name.endsWith(SUFFIX)) {
        try {
          read(name).ifPresent(journal -> all.put(name, Reading.of(journal)));
        } catch (UnreadableRecordException e) {
          all.put(name, Reading.unreadable("journal " + name + ": " + e.getMessage()));
        }
      }
    }
    return all;
  }

  private Optional<JournalRecord> read(String name) throws UnreadableRecordException {
    Optional<byte[]> content = folder.read(name, LARGEST_JOURNAL);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    JournalRecord journal = codec.decode(content.get());
    if (!name.equals(journal.job() + SUFFIX)) {
      throw new UnreadableRecordException("it is the journal of job " + journal.job());
    }
    return Optional.of(journal);
  }
}
