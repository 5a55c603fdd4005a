package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.PoolRoom;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.storage.VolumeUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Disks in memory, with the parameters {@code diskspace} and {@code layout}. */
public final class FakeStorage implements StorageProvider {
  /** Bytes that a CT may store. */
  public static final Parameter<Long> DISKSPACE =
      Parameter.builder("diskspace", ValueTypes.kibibytes(1 << 20, 1L << 44))
          .defaultValue(1L << 30)
          .unit("KiB")
          .description("Space for the CT's files.")
          .group("disk")
          .build();

  /** How the root is put together. */
  public static final Parameter<String> LAYOUT =
      Parameter.builder("layout", ValueTypes.line("WORD", s -> !s.isBlank(), "must be a word"))
          .defaultValue("ploop-overlay")
          .applies(Applies.CREATE)
          .description("How the root is put together.")
          .group("disk")
          .build();

  private static final long POOL = 1L << 40;

  private final Map<ContainerId, Map<String, byte[]>> disks = new ConcurrentHashMap<>();
  private final Set<ContainerId> mounted = ConcurrentHashMap.newKeySet();
  private final Map<Integer, ContainerId> descriptors = new ConcurrentHashMap<>();
  private final AtomicInteger nextDescriptor = new AtomicInteger(1_000_000);
  private final Faults faults = new Faults();
  private volatile Optional<PoolRoom> room = Optional.empty();
  private volatile long taken = 8192;

  /** Calls that can fail: create, mount, release, apply, destroy, usage. */
  public Faults faults() {
    return faults;
  }

  /** Content of a CT's disk by absolute path; empty without one. */
  public Map<String, byte[]> disk(ContainerId id) {
    return disks.getOrDefault(id, Map.of());
  }

  void put(ContainerId id, Map<String, byte[]> files) {
    disks.put(id, files);
  }

  /** CTs that have a disk. */
  public Set<ContainerId> disks() {
    return Set.copyOf(disks.keySet());
  }

  /** CTs whose disk is attached. */
  public Set<ContainerId> mounted() {
    return new TreeSet<>(mounted);
  }

  /** From now on the pool has so much free, of which so much shall stay so. */
  public void room(long free, long reserve) {
    room = Optional.of(new PoolRoom("/fake/pool", free, reserve, "the pool /fake/pool", "grow it"));
  }

  /** Bytes that every disk takes from now on. */
  public void taken(long bytes) {
    taken = bytes;
  }

  /** As a reboot does. */
  public void reboot() {
    mounted.clear();
  }

  /** Which CT's root a descriptor is; empty if it is closed. */
  Optional<ContainerId> rootOf(Descriptor root) {
    return Optional.ofNullable(descriptors.get(root.fd()));
  }

  /** Descriptors that nobody closed. */
  public int openDescriptors() {
    return descriptors.size();
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(DISKSPACE, LAYOUT);
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    return proposed.explicit(LAYOUT).filter("impossible"::equals).isPresent()
        ? List.of(Problem.of("layout", "impossible", "is not a layout"))
        : List.of();
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    return List.of(Claim.amount("disk.space", values.get(DISKSPACE).orElseThrow()));
  }

  @Override
  public Volume create(VolumeRequest request, ProgressSink progress) {
    faults.check("create");
    Map<String, byte[]> files = new ConcurrentHashMap<>();
    files.put("/etc/shadow", bytes("root:*:19000:0:99999:7:::\n"));
    files.put("/etc/hosts", bytes("127.0.0.1\tlocalhost\n"));
    disks.put(request.container(), files);
    faults.check("created");
    Map<String, String> properties =
        new TreeMap<>(Map.of("size", request.values().get(DISKSPACE).orElseThrow().toString()));
    request.template().ifPresent(t -> properties.put("template", t.digest()));
    return new Volume(kind(), request.container(), properties);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public MountedVolume mount(Volume volume, MountRequest request) {
    faults.check("mount");
    need(volume);
    mounted.add(volume.container());
    return new MountedVolume(
        open(volume),
        device(volume),
        request.folders().stream().collect(Collectors.toMap(path -> path, path -> open(volume))));
  }

  private void need(Volume volume) {
    if (!disks.containsKey(volume.container())) {
      throw new ContainerException(ErrorCode.INTERNAL, "no disk for " + volume.container());
    }
  }

  private Descriptor open(Volume volume) {
    int fd = nextDescriptor.incrementAndGet();
    descriptors.put(fd, volume.container());
    return Descriptor.owning(fd, descriptors::remove);
  }

  @Override
  public Optional<BlockDevice> device(Volume volume) {
    return mounted.contains(volume.container())
        ? Optional.of(new BlockDevice("/dev/fake", 7, 1))
        : Optional.empty();
  }

  @Override
  public void release(Volume volume) {
    faults.check("release");
    mounted.remove(volume.container());
  }

  @Override
  public Volume apply(Volume volume, ParameterValues total, boolean attached) {
    faults.check("apply");
    Map<String, String> properties = new TreeMap<>(volume.properties());
    properties.put("size", total.get(DISKSPACE).orElseThrow().toString());
    return new Volume(volume.kind(), volume.container(), properties);
  }

  @Override
  public List<Effective> readBack(Volume volume) {
    return List.of(Effective.of(DISKSPACE, Long.valueOf(volume.property("size")), "fake:size"));
  }

  @Override
  public VolumeUsage usage(Volume volume) {
    faults.check("usage");
    long used = mounted.contains(volume.container()) ? 4096 : -1;
    return new VolumeUsage(Long.parseLong(volume.property("size")), used, taken);
  }

  @Override
  public void destroy(Volume volume) {
    faults.check("destroy");
    disks.remove(volume.container());
  }

  @Override
  public MountedVolume mountOnHost(Volume volume, MountRequest request, Path folder) {
    return mount(volume, request);
  }

  @Override
  public void unmountOnHost(Volume volume, Path folder) {
    release(volume);
  }

  @Override
  public PoolStatus pool() {
    return new PoolStatus(kind(), "/fake/pool", POOL, POOL, 0, Map.of());
  }

  @Override
  public Optional<PoolRoom> room() {
    return room;
  }

  @Override
  public long taken(Volume volume) {
    return taken;
  }

  @Override
  public Path containersFolder() {
    return Path.of("/fake/pool/ct");
  }
}
