package io.cooperage.storage.ploop.tool;

import java.util.List;

/** The programs that this bundle needs, and the packages they come in. */
public final class Tools {
  public static final Tool MKE2FS = Tool.of("mke2fs", "e2fsprogs");
  public static final Tool E2FSCK = Tool.of("e2fsck", "e2fsprogs");
  public static final Tool TUNE2FS = Tool.of("tune2fs", "e2fsprogs");
  public static final Tool RESIZE2FS = Tool.of("resize2fs", "e2fsprogs");
  public static final Tool MKFS_XFS = Tool.of("mkfs.xfs", "xfsprogs");
  public static final Tool XFS_REPAIR = Tool.of("xfs_repair", "xfsprogs");
  public static final Tool XFS_LOGPRINT = Tool.of("xfs_logprint", "xfsprogs");
  public static final Tool XFS_ADMIN = Tool.of("xfs_admin", "xfsprogs");
  public static final Tool MKFS_EROFS = Tool.of("mkfs.erofs", "erofs-utils");
  public static final Tool CP = Tool.of("cp", "coreutils");

  private Tools() {}

  /** All of them. */
  public static List<Tool> all() {
    return List.of(
        MKE2FS,
        E2FSCK,
        TUNE2FS,
        RESIZE2FS,
        MKFS_XFS,
        XFS_REPAIR,
        XFS_LOGPRINT,
        XFS_ADMIN,
        MKFS_EROFS,
        CP);
  }
}
