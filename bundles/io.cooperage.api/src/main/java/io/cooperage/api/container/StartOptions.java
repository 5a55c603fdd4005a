package io.cooperage.api.container;

/**
 * How to start.
 *
 * @param waitForBoot also wait until init says that the boot has ended, where the template can tell
 * @param unguarded also without those of its parameters that guard it and that nobody owns now
 */
public record StartOptions(boolean waitForBoot, boolean unguarded) {
  /** With everything that guards it. */
  public StartOptions(boolean waitForBoot) {
    this(waitForBoot, false);
  }

  public static StartOptions defaults() {
    return new StartOptions(false);
  }

  /** The same, also without what guards it. */
  public StartOptions forced() {
    return new StartOptions(waitForBoot, true);
  }
}
