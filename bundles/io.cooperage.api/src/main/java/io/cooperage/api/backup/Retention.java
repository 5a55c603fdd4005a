package io.cooperage.api.backup;

/**
 * Which backups are kept: the newest of each of the last hours, days, ISO weeks and months (UTC)
 * that have one, and the newest ones whatever their age. All numbers 0: every backup.
 */
public record Retention(int last, int hourly, int daily, int weekly, int monthly) {
  /** The most that one of the numbers may be. */
  public static final int MOST = 10_000;

  /** Everything is kept. */
  public static final Retention EVERYTHING = new Retention(0, 0, 0, 0, 0);

  public Retention {
    for (int number : new int[] {last, hourly, daily, weekly, monthly}) {
      if (number < 0 || number > MOST) {
        throw new IllegalArgumentException("must be between 0 and " + MOST);
      }
    }
  }
}
