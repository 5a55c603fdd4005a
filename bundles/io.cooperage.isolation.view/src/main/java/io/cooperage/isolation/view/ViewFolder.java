package io.cooperage.isolation.view;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.kernel.HostMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the files of all CTs lie on the host: below the run folder, a folder for each CT. Nobody
 * but the host's root can go there; a CT has them as read-only mounts and as nobody's files.
 */
final class ViewFolder {
  private static final int PRIVATE = 0700;
  private static final int READABLE = 0444;
  private static final String RUN = "run";
  private static final String DISK = "disk-at-start";
  private static final String NONE = "-";

  private final Path top;
  private final List<Page> pages;

  /**
   * A folder of one node.
   *
   * @param pages those that CTs see
   */
  ViewFolder(Path run, List<Page> pages) {
    this.top = run.resolve("view");
    this.pages = List.copyOf(pages);
  }

  private Path of(ContainerId container) {
    return top.resolve(container.toString());
  }

  /** Makes a CT's files, without what an earlier run has left, and says where each belongs. */
  List<HostMount> make(ContainerId container) {
    remove(container);
    try {
      Files.createDirectories(top.getParent());
      makeFolder(top);
      Path folder = makeFolder(of(container)).toRealPath();
      List<HostMount> mounts = new ArrayList<>();
      for (Page page : pages) {
        Path file = folder.resolve(page.file());
        makeFile(file);
        mounts.add(
            new HostMount(
                "view/" + page.file(),
                file.toString(),
                page.target(),
                true,
                false,
                Set.of("nosuid", "noexec")));
      }
      return mounts;
    } catch (IOException e) {
      throw failed("make ", container, e);
    }
  }

  private static Path makeFolder(Path folder) throws IOException {
    try (OwnedFd parent = OpenCalls.open(folder.getParent(), OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      DirectoryCalls.makeDirectory(parent, folder.getFileName().toString(), PRIVATE);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return folder;
  }

  private static void makeFile(Path path) {
    OpenFlag[] flags = {OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.NO_FOLLOW};
    try (OwnedFd file = OpenCalls.create(path, READABLE, flags)) {
      StatusCalls.changePermissions(file, READABLE);
    }
  }

  /**
   * The files of a run of a CT; none if it was not given them. They belong to the run that comes
   * first after they were made.
   *
   * @param run what no other run of the CT has, as its init's start
   */
  List<ViewFile> open(ContainerId container, String run) {
    if (!has(container, run)) {
      return List.of();
    }
    List<ViewFile> files = new ArrayList<>();
    try {
      for (Page page : pages) {
        Path path = of(container).resolve(page.file());
        if (Files.exists(path)) {
          files.add(new ViewFile(page, OpenCalls.open(path, OpenFlag.READ_WRITE)));
        }
      }
      return files;
    } catch (RuntimeException e) {
      files.forEach(ViewFile::close);
      throw e;
    }
  }

  /** Whether {@link #open} has files for that run. */
  boolean has(ContainerId container, String run) {
    return Files.isDirectory(of(container)) && note(container, RUN, run).equals(run);
  }

  /** What the disk of a CT had counted when its files were made; later texts change nothing. */
  String diskAtStart(ContainerId container, String now) {
    return note(container, DISK, now);
  }

  // As a link that leads nowhere: a short one takes no page of memory.
  private String note(ContainerId container, String name, String text) {
    Path path = of(container).resolve(name);
    try {
      if (!Files.isSymbolicLink(path)) {
        Files.createSymbolicLink(path, Path.of(text.isEmpty() ? NONE : text));
      }
      String noted = Files.readSymbolicLink(path).toString();
      return noted.equals(NONE) ? "" : noted;
    } catch (IOException e) {
      throw failed("note something in ", container, e);
    }
  }

  private static ContainerException failed(String what, ContainerId container, IOException e) {
    return new ContainerException(
        ErrorCode.INTERNAL, "cannot " + what + "the view of " + container + ": " + e, "", e);
  }

  /** Removes a CT's files; none is no error. Mounts of them keep what they show. */
  void remove(ContainerId container) {
    try {
      for (Page page : Page.values()) {
        Files.deleteIfExists(of(container).resolve(page.file()));
      }
      Files.deleteIfExists(of(container).resolve(RUN));
      Files.deleteIfExists(of(container).resolve(DISK));
      Files.deleteIfExists(of(container));
    } catch (IOException e) {
      throw failed("remove ", container, e);
    }
  }
}
