package io.cooperage.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.itests.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our disks under fio, in turns with the same file system in a plain file on a loop device with
 * direct I/O in the same pool, and with a file of the host; the first also with snapshots.
 */
final class DiskBench {
  private static final String CTID = "161";
  private static final String STOPPED = "162";
  private static final String LOAD = "/root/load";
  private static final int[] SNAPSHOTS = {1, 8, 32};
  private static final long BETWEEN = 4L << 20;
  private static final List<String> SETTINGS = List.of("--layout", "ploop", "--diskspace", "1G");

  private final TestNode node;
  private final Watchdog watchdog;
  private final boolean full;
  private final TurnRounds rounds;

  DiskBench(TestNode node, Watchdog watchdog, boolean full) {
    this.node = node;
    this.watchdog = watchdog;
    this.full = full;
    this.rounds = new TurnRounds(full ? 8 : 4);
  }

  void run() {
    try (PeerShell shell = new PeerShell()) {
      watchdog.first(shell::close);
      Optional<String> missing = Fio.missing(shell);
      if (missing.isPresent()) {
        System.out.println("disks beside loop files: " + missing.get());
      } else {
        rounds(shell);
      }
    }
  }

  private void rounds(PeerShell shell) {
    long size = (full ? 256L : 128L) << 20;
    node.ct("create", STOPPED, "--template", "busybox", "--layout", "ploop", "--diskspace", "1G")
        .orFail();
    try (Guest guest = Guest.start(node, CTID, SETTINGS);
        BareDisks host = new BareDisks(shell, node.state().resolve("bench"));
        BareDisks pool = new BareDisks(shell, node.state().resolve("pool/bench"))) {
      Fio fio = new Fio(shell, host.folder(), size, Duration.ofSeconds(full ? 3 : 1));
      guest.run("dd if=/dev/zero of=" + LOAD + " bs=1M count=" + (size >> 20)).orFail();
      Targets targets = targets(guest, host, pool, size);
      ReflinkedDisk reflinked = new ReflinkedDisk(shell, pool, exported(pool, "reflinked"), size);
      targets.all().forEach(fio::fill);
      fio.fill(reflinked.target());
      print("Disk: our image beside loop and host", withoutSnapshots(fio, targets));
      withSnapshots(fio, targets, reflinked);
    } finally {
      // The device that it holds open is of the stopped CT's image.
      shell.close();
      node.ct("destroy", STOPPED).orFail();
    }
  }

  private static void print(String title, Table table) {
    System.out.println("\n## " + title + "\n\n" + table);
  }

  /** The five that are compared. */
  private record Targets(
      DiskTarget own, DiskTarget plain, DiskTarget ownDevice, DiskTarget device, DiskTarget host) {
    List<DiskTarget> all() {
      return List.of(own, plain, ownDevice, device, host);
    }
  }

  private Targets targets(Guest guest, BareDisks host, BareDisks pool, long size) {
    Path plain = exported(pool, "plain");
    Path image = Guest.image(node, STOPPED);
    return new Targets(
        new DiskTarget("CT's file", guest.file(LOAD)),
        new DiskTarget("loop's file", pool.mounted(plain, size)),
        new DiskTarget("image's device", pool.device(image, BareDisks.dataOffset(image))),
        new DiskTarget("loop's device", pool.device(pool.sparse("bare", size), 0)),
        new DiskTarget("host's file", host.sparse("load", size)));
  }

  /** The very file system that the CT began with, out of its image. */
  private Path exported(BareDisks pool, String name) {
    Path file = pool.folder().resolve(name);
    node.ct("export", STOPPED, file.toString(), "--format", "raw").orFail();
    return file;
  }

  private Table withoutSnapshots(Fio fio, Targets targets) {
    DiskTable table = DiskTable.of(targets.all());
    for (FioJob job : FioJob.values()) {
      Map<DiskTarget, Samples> rates = rounds.run(targets.all(), t -> fio.rate(job, t));
      table.row(
          job,
          rates,
          rates.get(targets.own).ratiosTo(rates.get(targets.plain)),
          rates.get(targets.ownDevice).ratiosTo(rates.get(targets.device)),
          rates.get(targets.own).ratiosTo(rates.get(targets.host)));
    }
    return table.table();
  }

  private void withSnapshots(Fio fio, Targets targets, ReflinkedDisk reflinked) {
    SnapshotRounds all = new SnapshotRounds(rounds, targets.own, targets.plain, reflinked.target());
    int taken = 0;
    for (int count : SNAPSHOTS) {
      for (; taken < count; taken++) {
        fio.scatter(targets.own, BETWEEN);
        snapshot();
        fio.scatter(reflinked.target(), BETWEEN);
        reflinked.share();
      }
      String column = count + " snapshots";
      for (FioJob job : FioJob.values()) {
        all.measure(job.title(), column, t -> fio.rate(job, t));
      }
      all.measure(
          FioJob.RANDOM_WRITE_DEEP.title() + ", right after one more snapshot",
          column,
          t -> rateAfterSnapshot(fio, targets, reflinked, t));
    }
    JsonNode laid = node.ct("compact", CTID, "--json").json();
    for (FioJob job : FioJob.values()) {
      all.measureOwn(job.title(), "32, laid out anew", t -> fio.rate(job, t));
    }
    print("The same with snapshots of the image", all.besidePlain());
    System.out.println("Laid out anew by ct compact while the CT ran: " + laid + "\n");
    print("Beside a loop file with as many reflinks", all.besideReflinked());
  }

  /** Every block is shared then, so that each first write to one has to find another place. */
  private double rateAfterSnapshot(
      Fio fio, Targets targets, ReflinkedDisk reflinked, DiskTarget target) {
    if (target.equals(reflinked.target())) {
      return reflinked.whileShared(() -> fio.rate(FioJob.RANDOM_WRITE_DEEP, target));
    }
    if (!target.equals(targets.own)) {
      return fio.rate(FioJob.RANDOM_WRITE_DEEP, target);
    }
    String id = snapshot();
    try {
      return fio.rate(FioJob.RANDOM_WRITE_DEEP, target);
    } finally {
      node.ct("snapshot-delete", CTID, "--id", id).orFail();
    }
  }

  private String snapshot() {
    JsonNode taken = node.ct("snapshot", CTID, "--json").json();
    return taken.get("id").asText();
  }
}
