package io.cooperage.bench;

import io.cooperage.itests.node.ApiClient;
import io.cooperage.itests.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a snapshot and a clone take through the API, and how long a snapshot holds up a program in
 * the CT that writes.
 */
final class SnapshotCost {
  private static final String CTID = "171";
  private static final String CT = "/1.0/containers/" + CTID;
  private static final String SNAPSHOTS = CT + "/snapshots";
  private static final String COPY = "copy";
  private static final String PROBED =
      "with 5,000 buffered writes a second beside it, snapshot of ";
  private static final int WARM_UP = 60;
  private static final double MUST = 50;
  private static final Duration BESIDE = Duration.ofMillis(40);
  private static final long LOAD = 64L << 20;
  private static final List<String> SETTINGS = List.of("--layout", "ploop", "--diskspace", "1G");

  private final TestNode node;
  private final Watchdog watchdog;
  private final int count;
  private final Table table = new Table("what", "min / med / p95 ms", "must", "verdict");

  SnapshotCost(TestNode node, Watchdog watchdog, int count) {
    this.node = node;
    this.watchdog = watchdog;
    this.count = count;
  }

  String run() {
    try (Guest guest = Guest.start(node, CTID, SETTINGS);
        ApiClient api = new ApiClient(node.run().resolve("api.sock"))) {
      guest.run("dd if=/dev/zero of=/root/probe bs=512 count=1; sync").orFail();
      guest.run("dd if=/dev/zero of=/root/load bs=1M count=64; sync").orFail();
      snapshots(api, guest, "an idle CT");
      clones(api, "a running CT");
      underLoad(api, guest);
      node.ct("stop", CTID, "--fast").orFail();
      clones(api, "a stopped CT");
    }
    return table.toString();
  }

  private void underLoad(ApiClient api, Guest guest) {
    try (PeerShell shell = new PeerShell()) {
      watchdog.first(shell::close);
      if (Fio.missing(shell).isPresent()) {
        table.row("snapshot and clone of a CT under fio", "fio not installed", "", "");
        return;
      }
      load(shell, guest.file("/root/load"));
      snapshots(api, guest, "a CT under fio, 64k sequential writes, depth 4");
      clones(api, "a CT under fio");
      // Extents, as filefrag(8) counts them: sharing takes longer the more there are.
      String told = shell.output("filefrag " + guest.image()).strip();
      table.row("its image then", told.substring(told.lastIndexOf(':') + 1).strip(), "", "");
    }
  }

  private static void load(PeerShell shell, Path file) {
    shell.run(
        "fio --name=load --filename="
            + file
            + " --size="
            + LOAD
            + " --allow_file_create=0 --rw=write --bs=64k --iodepth=4 --ioengine=libaio"
            + " --direct=1 --time_based --runtime=600 >/dev/null 2>&1 &");
  }

  private void snapshots(ApiClient api, Guest guest, String of) {
    Samples total = new Samples();
    for (int i = -WARM_UP; i < count; i++) {
      Samples times = i < 0 ? new Samples() : total;
      times.time(() -> api.job("POST", SNAPSHOTS, "{}"));
      deleteAll(api);
    }
    judge("snapshot of " + of + ", whole job", total);
    held(api, guest, of);
  }

  /** With a program that writes all the time, to see how long it stands still. */
  private void held(ApiClient api, Guest guest, String of) {
    Samples total = new Samples();
    Samples frozen = new Samples();
    Samples beside = new Samples();
    try (StallProbe probe = new StallProbe(guest.file("/root/probe"))) {
      // Its file would keep the CT's disk, and with that the pool.
      watchdog.first(probe::close);
      for (int i = 0; i < count; i++) {
        frozen.add(probe.during(() -> total.time(() -> api.job("POST", SNAPSHOTS, "{}"))));
        beside.add(probe.during(() -> Window.pause(BESIDE)));
        deleteAll(api);
      }
    }
    judge(PROBED + of + ", longest write held up in it", frozen);
    table.row(
        "longest write in " + BESIDE.toMillis() + " ms beside it", beside.minMedianP95(), "", "");
    table.row(PROBED + of + ", whole job", total.minMedianP95(), "", "");
  }

  private static void deleteAll(ApiClient api) {
    api.call("GET", SNAPSHOTS, "")
        .orFail()
        .forEach(s -> api.job("DELETE", SNAPSHOTS + "/" + s.get("id").asText(), ""));
  }

  private void clones(ApiClient api, String of) {
    Samples total = new Samples();
    for (int i = -WARM_UP; i < count; i++) {
      Samples times = i < 0 ? new Samples() : total;
      times.time(() -> api.job("POST", CT + "/clone", "{\"name\":\"" + COPY + "\"}"));
      api.job("DELETE", "/1.0/containers/" + COPY, "");
    }
    judge("clone of " + of + ", whole job", total);
  }

  private void judge(String what, Samples times) {
    String verdict = times.median() <= MUST ? "holds" : "MISSES";
    table.row(what, times.minMedianP95(), "50 ms median", verdict);
  }
}
