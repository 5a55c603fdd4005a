package io.cooperage.storage.ploop.mount;

import java.util.Map;

/** The options of every overlay, explicit because distributions change the kernel's defaults. */
final class OverlayOptions {
  /** Tried with checkpoint and restore: inode numbers must be stable, file handles unused. */
  static final Map<String, String> ALWAYS =
      Map.of(
          "index", "off",
          "nfs_export", "off",
          "metacopy", "off",
          "redirect_dir", "on",
          "xino", "on");

  private OverlayOptions() {}
}
