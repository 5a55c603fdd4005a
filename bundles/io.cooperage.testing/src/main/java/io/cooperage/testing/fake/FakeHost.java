package io.cooperage.testing.fake;

/** One fake of each family, wired together. Safe for any thread. */
public final class FakeHost {
  private final MemoryContainerStore store = new MemoryContainerStore();
  private final FakeStorage storage = new FakeStorage();
  private final FakeUpkeep upkeep = new FakeUpkeep(storage);
  private final FakeTransfer transfer = new FakeTransfer(storage);
  private final FakeTemplateImages images = new FakeTemplateImages();
  private final FakeTemplateSource source = new FakeTemplateSource();
  private final FakeCgroups cgroups = new FakeCgroups();
  private final FakeIsolation isolation = new FakeIsolation(storage);
  private final FakeNetwork network = new FakeNetwork();
  private final FakeController cpu = FakeController.cpu();

  /** A host with the template "busybox" built. */
  public FakeHost() {
    cgroups.onKill(isolation::killed);
    images.add(FakeTemplateSource.descriptor("busybox"));
  }

  public MemoryContainerStore store() {
    return store;
  }

  public FakeStorage storage() {
    return storage;
  }

  public FakeUpkeep upkeep() {
    return upkeep;
  }

  public FakeTransfer transfer() {
    return transfer;
  }

  public FakeTemplateImages images() {
    return images;
  }

  public FakeTemplateSource source() {
    return source;
  }

  public FakeCgroups cgroups() {
    return cgroups;
  }

  public FakeIsolation isolation() {
    return isolation;
  }

  public FakeNetwork network() {
    return network;
  }

  public FakeController cpu() {
    return cpu;
  }

  /** What CTs still hold of the host, one line each; empty when nothing leaked. */
  public java.util.List<String> leftovers() {
    java.util.List<String> found = new java.util.ArrayList<>();
    storage.mounted().forEach(id -> found.add("mount " + id));
    cgroups.present().forEach(id -> found.add("cgroup " + id));
    isolation.present().forEach(s -> found.add("sandbox " + s.container()));
    network.attached().forEach(id -> found.add("attachment " + id));
    return found;
  }
}
