package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.image.RegularFile;
import java.util.Optional;

/**
 * The mounts of template images. Each image is mounted once on a node and kept by the keeper, since
 * each mount of a file has a page cache of its own: all CTs share one. Any thread may call.
 */
public final class TemplateLayers {
  private final MountHolder holder;
  private final boolean copyable;

  /**
   * Prepares.
   *
   * @param copyable whether this kernel copies detached mounts; without that each layer is a
   *     further mount of the template's device
   */
  public TemplateLayers(MountHolder holder, boolean copyable) {
    this.holder = holder;
    this.copyable = copyable;
  }

  /** A detached mount of a template's mount, read-only, belonging to the caller. */
  public OwnedFd layer(TemplateImage template) {
    try (OwnedFd kept = kept(template)) {
      return copyable ? MountCalls.cloneTree(kept, false) : again(template, kept);
    }
  }

  // A device that is mounted twice is one file system with one page cache, unlike a file.
  private static OwnedFd again(TemplateImage template, OwnedFd kept) {
    DeviceNumber device = StatusCalls.status(kept).fileSystem();
    return mount(template.format(), "/dev/loop" + device.minor());
  }

  private synchronized OwnedFd kept(TemplateImage template) {
    String name = name(template.digest());
    Optional<OwnedFd> held = holder.held(name);
    if (held.isPresent()) {
      return held.get();
    }
    OwnedFd mount = mount(template);
    try {
      holder.hold(name, mount);
      return mount;
    } catch (RuntimeException e) {
      mount.close();
      throw e;
    }
  }

  private OwnedFd mount(TemplateImage template) {
    if (!copyable) {
      return mountThroughDevice(template);
    }
    try {
      return mount(template.format(), template.file().toString());
    } catch (LinuxException e) {
      // Kernels before 6.12 mount an erofs from a device alone.
      if (!e.is(Errno.ENOTBLK)) {
        throw e;
      }
      return mountThroughDevice(template);
    }
  }

  private static OwnedFd mountThroughDevice(TemplateImage template) {
    try (OwnedFd file = RegularFile.open(template.file());
        LoopDevice device = LoopDevices.attach(file, LoopRequest.forImage().asReadOnly())) {
      return mount(template.format(), device.path().toString());
    }
  }

  private static OwnedFd mount(String type, String source) {
    try (FileSystemContext context = FileSystemContext.open(type)) {
      return context
          .flag("ro")
          .option("source", source)
          .create()
          .mount(MountAttribute.READ_ONLY, MountAttribute.NO_DEVICES);
    }
  }

  /** What a template's mount is kept as; giving it up ends it with the last CT that uses it. */
  public static String name(String digest) {
    return "template/" + digest;
  }
}
