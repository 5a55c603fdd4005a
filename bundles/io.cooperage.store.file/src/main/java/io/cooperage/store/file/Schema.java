package io.cooperage.store.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of a file's schema. A minor version adds keys at the top of the document only, so that an
 * older reader can keep what it does not know; anything else is a new major version, which an older
 * reader refuses.
 */
record Schema(int major, int minor) {
  static final Schema CURRENT = new Schema(1, 0);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

  static Schema parse(String text) throws UnreadableRecordException {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new UnreadableRecordException("its schema '" + text + "' is not MAJOR.MINOR");
    }
    return new Schema(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  void requireReadable() throws UnreadableRecordException {
    if (major != CURRENT.major) {
      throw new UnreadableRecordException(
          "its schema " + this + " is not " + CURRENT.major + ".x, which this version reads");
    }
  }

  boolean newerThanCurrent() {
    return major == CURRENT.major && minor > CURRENT.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
