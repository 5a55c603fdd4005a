package io.cooperage.api.container;

/**
 * How to start.
 *
 * @param waitForBoot also wait until init says that the boot has ended, where the template can tell
 */
public record StartOptions(boolean waitForBoot) {
  public static StartOptions defaults() {
    return new StartOptions(false);
  }
}
