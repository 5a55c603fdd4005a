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

  /** Saves a journal of which this process has saved nothing yet, and every durable one. */
  void put(JournalRecord record) {
    folder.replace(record.job() + SUFFIX, codec.encode(record));
  }

  /**
   * Saves a journal that this process has saved before and that need not survive a power cut: as a
   * further line, for a rename over a file makes ext4 begin to write it to disk.
   */
  void add(JournalRecord record) {
    folder.append(record.job() + SUFFIX, codec.line(record), LARGEST_JOURNAL / 2);
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
