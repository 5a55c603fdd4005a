package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.linux.process.Capability;
import io.cooperage.linux.process.ThreadCapabilities;
import io.cooperage.spi.node.HostProbe;
import io.cooperage.storage.ploop.attach.BackEnd;
import io.cooperage.storage.ploop.attach.BackEnds;
import io.cooperage.storage.ploop.attach.DescriptorHolder;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.Reflink;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the host has for disks. */
@Component(service = HostProbe.class)
public final class PloopProbe implements HostProbe {
  private static final int NEARLY_FULL = 10;

  private final PloopPool pool;
  private final BackEnds backEnds;

  @Activate
  public PloopProbe(@Reference PoolDoor door, @Reference DescriptorHolder descriptors) {
    this(door.pool(), descriptors);
  }

  PloopProbe(PloopPool pool, DescriptorHolder descriptors) {
    this.pool = pool;
    this.backEnds = BackEnds.ofHost(pool.root(), descriptors);
  }

  @Override
  public Map<String, String> features() {
    Map<String, String> features = new HashMap<>();
    for (String type : List.of("ext4", "xfs", "erofs", "overlay")) {
      features.put("filesystem." + type, word(HostAbilities.fileSystem(type)));
    }
    features.put(
        "erofs.file-backed",
        word(HostAbilities.fileBackedErofs(System.getProperty("os.version", ""))));
    features.put("overlay.detached", word(HostAbilities.detachedOverlay()));
    features.put("loop", word(loop()));
    features.put("ext4.online-grow", word(mayGrowExt4()));
    pool.opened().ifPresent(open -> addPool(open, features));
    return features;
  }

  private static void addPool(Pool open, Map<String, String> features) {
    features.put("pool", describe(open));
    features.put("pool.reflink", word(Reflink.supported(open.root())));
    HostAbilities.directIo(open.root())
        .ifPresent(direct -> features.put("loop.direct-io", word(direct)));
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(poolFinding());
    findings.add(
        need("loop devices", loop(), "no disk can be attached; load the kernel module loop"));
    findings.add(
        need("overlay", HostAbilities.fileSystem("overlay"), "layout ploop-overlay does not work"));
    findings.add(need("erofs", HostAbilities.fileSystem("erofs"), "templates cannot be mounted"));
    findings.add(
        mayGrowExt4()
            ? new Finding("growth of mounted ext4", Grade.GOOD, "possible", "")
            : new Finding(
                "growth of mounted ext4",
                Grade.DEGRADED,
                "no CAP_SYS_RESOURCE",
                "diskspace of a running CT on ext4 cannot be raised; stop it first, or use xfs"));
    backEnds.all().forEach(b -> findings.add(finding(b)));
    for (Tool tool : Tools.all()) {
      if (tool.find().isEmpty()) {
        findings.add(need("program " + tool.name(), false, "install " + tool.hostPackage()));
      }
    }
    return findings;
  }

  private Finding poolFinding() {
    try {
      Pool open = pool.open();
      Pool.Space space = open.space();
      boolean full = space.free() * NEARLY_FULL < space.total();
      return new Finding(
          "storage pool",
          full ? Grade.DEGRADED : Grade.GOOD,
          describe(open)
              + ", "
              + (space.free() >> 20)
              + " of "
              + (space.total() >> 20)
              + " MiB free",
          full ? "CTs are paused when it is full; destroy what is not needed" : "");
    } catch (ContainerException e) {
      return new Finding("storage pool", Grade.MISSING, e.getMessage(), e.hint());
    }
  }

  private static Finding finding(BackEnd backEnd) {
    String subject = "attach back end " + backEnd.name();
    return backEnd
        .missing()
        .map(
            why ->
                new Finding(
                    subject,
                    Grade.DEGRADED,
                    why,
                    "some images of others can only be mounted after 'ct import'"))
        .orElseGet(() -> new Finding(subject, Grade.GOOD, "there", ""));
  }

  private static Finding need(String subject, boolean there, String cost) {
    return there
        ? new Finding(subject, Grade.GOOD, "there", "")
        : new Finding(subject, Grade.MISSING, "missing", cost);
  }

  private static String describe(Pool open) {
    return open.space().fileSystem()
        + (open.file().isPresent() ? " in the file " + open.file().get() : " of the host");
  }

  private static boolean loop() {
    return Files.exists(Path.of("/dev/loop-control"));
  }

  private static boolean mayGrowExt4() {
    return ThreadCapabilities.current().has(Capability.SYS_RESOURCE);
  }

  private static String word(boolean there) {
    return there ? "yes" : "no";
  }
}
