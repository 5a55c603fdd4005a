package io.cooperage.storage.ploop;

import io.cooperage.api.node.PoolStatus;
import io.cooperage.spi.storage.PoolRoom;
import io.cooperage.storage.ploop.attach.BackEnds;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.PoolTrim;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a pool tells of itself. Safe for any thread. */
final class PoolReport {
  private final PloopPool pool;
  private final BackEnds backEnds;
  private final PoolTrim trim = new PoolTrim();

  PoolReport(PloopPool pool, BackEnds backEnds) {
    this.pool = pool;
    this.backEnds = backEnds;
  }

  PoolStatus status() {
    Pool open = pool.open();
    Pool.Space space = open.space();
    return new PoolStatus(
        PloopStorage.KIND,
        open.root().toString(),
        space.total(),
        space.free(),
        pool.promises().sum(open.containers()),
        details(open, space));
  }

  private Map<String, String> details(Pool open, Pool.Space space) {
    Map<String, String> details = new TreeMap<>();
    details.put("file system", space.fileSystem());
    details.put("file", open.file().map(Path::toString).orElse("none: a file system of the host"));
    details.put("overcommit", overcommit());
    details.put("attach back ends", backEnds.words());
    details.put("fragmentation", fragmentation());
    details.put("reserve", mebibytes(space.reserve()));
    space.host().ifPresent(bytes -> details.put("free beneath the file", mebibytes(bytes)));
    return details;
  }

  private String fragmentation() {
    return pool.settings().defragmentEvery().isZero()
        ? "not looked at: defragment = 0"
        : pool.fragmentation().words();
  }

  private String overcommit() {
    double times = pool.settings().overcommit();
    return times == 0 ? "unlimited" : Double.toString(times);
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + "M";
  }

  /** What can still be written; gives back to the host what was deleted, when it needs that. */
  Optional<PoolRoom> room() {
    return pool.opened().map(this::room);
  }

  private PoolRoom room(Pool open) {
    Pool.Space now = open.space();
    trim.consider(open, now);
    return new PoolRoom(
        open.root().toString(), now.free(), now.reserve(), open.scarce(now), open.remedy(now));
  }
}
