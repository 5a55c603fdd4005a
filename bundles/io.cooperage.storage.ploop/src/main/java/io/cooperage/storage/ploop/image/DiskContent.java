package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.tool.Tools;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a new disk holds: the folders of an overlay, or a copy of a template. */
public final class DiskContent implements ImageContent {
  /** The folder of a CT's own files over a shared template. */
  public static final String UPPER = "upper";

  /** The folder that the overlay works in. */
  public static final String WORK = "work";

  /** The folder of what lies beside the overlay. */
  public static final String DATA = "data";

  /** All that the top of a disk over a template may hold: ext4 makes one more. */
  public static final Set<String> OVERLAY_NAMES = Set.of(UPPER, WORK, DATA, "lost+found");

  private static final char SLASH = '@';
  private static final int ROOT_PERMISSIONS = 0755;

  private final Function<TemplateImage, OwnedFd> trees;

  /**
   * Prepares.
   *
   * @param trees gives a mount of a template's tree, to be closed by the taker
   */
  public DiskContent(Function<TemplateImage, OwnedFd> trees) {
    this.trees = trees;
  }

  /** What a folder of the CT is called in {@link #DATA}: {@code var@lib@containers}. */
  public static String besideName(String path) {
    return path.substring(1).replace('/', SLASH);
  }

  /** The other way round. */
  public static String besidePath(String name) {
    return "/" + name.replace(SLASH, '/');
  }

  @Override
  public void fill(DiskSpec spec, OwnedFd root, ProgressSink progress) {
    if (spec.wholeRoot()) {
      spec.content().ifPresent(template -> copy(template, root, progress));
    } else {
      List.of(UPPER, WORK, DATA).forEach(name -> makeFolder(root, name));
    }
    try (OwnedFd top = OpenCalls.openAt(root, ".", 0, OpenFlag.DIRECTORY)) {
      FileCalls.syncFileSystem(top);
    }
  }

  private static void makeFolder(OwnedFd root, String name) {
    DirectoryCalls.makeDirectory(root, name, ROOT_PERMISSIONS);
    try (OwnedFd folder = OpenCalls.openAt(root, name, 0, OpenFlag.DIRECTORY)) {
      StatusCalls.changePermissions(folder, ROOT_PERMISSIONS);
    }
  }

  private void copy(TemplateImage template, OwnedFd root, ProgressSink progress) {
    progress.progress(-1, "copying template " + template.descriptor().name() + " to a blank disk");
    try (OwnedFd tree = trees.apply(template)) {
      Tools.CP.run(
          progress::checkCancelled, "-a", "--sparse=always", inProcess(tree), inProcess(root));
    }
  }

  // The mounts are in no mount table; the program reaches them through our open descriptors.
  private static String inProcess(OwnedFd fd) {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd.fd() + "/.";
  }
}
