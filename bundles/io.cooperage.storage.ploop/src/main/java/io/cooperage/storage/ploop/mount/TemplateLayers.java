package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.spi.template.TemplateImage;
import java.util.Optional;

/**
 * The mounts of template images. Each image is mounted once on a node and kept by the keeper, since
 * each mount of a file has a page cache of its own: all CTs share one. Any thread may call.
 */
public final class TemplateLayers {
  private final MountHolder holder;

  public TemplateLayers(MountHolder holder) {
    this.holder = holder;
  }

  /** A detached copy of a template's mount, read-only, belonging to the caller. */
  public OwnedFd layer(TemplateImage template) {
    try (OwnedFd kept = kept(template)) {
      return MountCalls.cloneTree(kept, false);
    }
  }

  /** Gives up a template's mount; it ends with the last CT that uses it. */
  public void release(String digest) {
    holder.release(name(digest));
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

  private static OwnedFd mount(TemplateImage template) {
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
    try (OwnedFd file = OpenCalls.open(template.file(), OpenFlag.NO_FOLLOW);
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

  private static String name(String digest) {
    return "template/" + digest;
  }
}
