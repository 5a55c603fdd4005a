package io.cooperage.api.container;

/**
 * How the root of a stopped CT is mounted on the host.
 *
 * @param readOnly nothing can be changed
 * @param mapped files belong to the ids that the CT has on this node, as while it runs; the host's
 *     root can then make none of its own. Else ids are as on disk, the CT's root being 0, for
 *     repair by the host's root; nothing can be executed there
 */
public record MountOptions(boolean readOnly, boolean mapped) {
  /** For repair, writable. */
  public static MountOptions defaults() {
    return new MountOptions(false, false);
  }
}
