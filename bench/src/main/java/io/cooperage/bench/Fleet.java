package io.cooperage.bench;

import io.cooperage.itests.node.ProcFs;
import io.cooperage.itests.node.TestNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many CTs of one node: starting, listing, adopting, and what they cost. */
final class Fleet {
  private static final int PARALLEL = 4;
  private static final int LISTINGS = 15;
  private static final int BURSTS = 3;

  private final TestNode node;
  private final int count;

  Fleet(TestNode node, int count) {
    this.node = node;
    this.count = count;
  }

  String run() throws Exception {
    Table table = new Table("what", "value");
    long keeperBefore = ProcFs.children(node.keeperPid()).size();
    row(table, "daemon RSS with no CT, MiB", mebibytes(ProcFs.residentBytes(node.daemonPid())));
    inParallel((own, i) -> own.create(id(i), "10.79." + i / 200 + "." + (1 + i % 200)));
    Samples fresh = new Samples();
    startAll(fresh);
    Samples warm = new Samples();
    for (int i = 0; i < BURSTS; i++) {
      inParallel((own, k) -> own.stop(id(k)));
      startAll(warm);
    }
    String started = count + " CTs started, " + PARALLEL + " at a time, ";
    row(table, started + "by a fresh daemon, s", fresh.median() / 1000);
    row(table, started + "by one in service, least s", warm.min() / 1000);
    row(table, started + "by one in service, median s", warm.median() / 1000);
    Samples list = new Samples();
    for (int i = 0; i < LISTINGS; i++) {
      list.time(() -> node.ct("list").orFail());
    }
    table.row(
        "ct list with usage, whole process, min / med ms",
        Samples.column(list, Samples::min) + " / " + Samples.column(list, Samples::median));
    row(
        table,
        "daemon RSS with " + count + " CTs, MiB",
        mebibytes(ProcFs.residentBytes(node.daemonPid())));
    long helpers = ProcFs.children(node.keeperPid()).size() - keeperBefore - count;
    table.row("processes of ours per CT", Long.toString(helpers));
    node.killDaemon();
    Samples adopt = new Samples();
    adopt.time(node::startDaemon);
    row(table, "daemon killed and started, all adopted, s", adopt.median() / 1000);
    Samples end = new Samples();
    end.time(() -> inParallel((own, i) -> own.stopAndDestroy(id(i))));
    row(table, count + " CTs stopped and destroyed, s", end.median() / 1000);
    return table.toString();
  }

  private void startAll(Samples into) {
    into.time(() -> inParallel((own, i) -> own.start(id(i))));
  }

  private static void row(Table table, String what, double value) {
    table.row(what, String.format(Locale.ROOT, "%.2f", value));
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }

  private static String id(int i) {
    return "fleet" + i;
  }

  /** What is done to one CT of many. */
  interface Action {
    void run(OwnNode own, int i);
  }

  private void inParallel(Action action) {
    inParallel(node, count, action);
  }

  /** Each thread has its own connection and a share of the CTs. */
  static void inParallel(TestNode node, int count, Action action) {
    ExecutorService pool = Executors.newFixedThreadPool(PARALLEL);
    try {
      List<? extends Future<?>> shares =
          IntStream.range(0, PARALLEL)
              .mapToObj(share -> pool.submit(() -> share(node, count, action, share)))
              .toList();
      for (Future<?> share : shares) {
        share.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static void share(TestNode node, int count, Action action, int share) {
    try (OwnNode own = new OwnNode(node, "ploop-overlay", 10_000 + share * 10_000)) {
      for (int i = share; i < count; i += PARALLEL) {
        action.run(own, i);
      }
    }
  }
}
