package io.cooperage.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A load that fio puts on one file or device, and what is counted of it. */
enum FioJob {
  RANDOM_READ("4k random read, depth 1", false, "--rw=randread", "--bs=4k", "--iodepth=1"),
  RANDOM_READ_DEEP("4k random read, depth 16", false, "--rw=randread", "--bs=4k", "--iodepth=16"),
  RANDOM_WRITE("4k random write, depth 1", false, "--rw=randwrite", "--bs=4k", "--iodepth=1"),
  RANDOM_WRITE_DEEP(
      "4k random write, depth 16", false, "--rw=randwrite", "--bs=4k", "--iodepth=16"),
  READ("1 MiB sequential read, depth 4", true, "--rw=read", "--bs=1M", "--iodepth=4"),
  WRITE("1 MiB sequential write, depth 4", true, "--rw=write", "--bs=1M", "--iodepth=4"),
  SYNC(
      "4k write and fsync",
      false,
      "--rw=randwrite",
      "--bs=4k",
      "--fsync=1",
      "--ioengine=psync",
      "--direct=0");

  private static final double MEBI = 1 << 20;

  private final String title;
  private final boolean bytes;
  private final String options;

  FioJob(String title, boolean bytes, String... options) {
    this.title = title;
    this.bytes = bytes;
    this.options = String.join(" ", options);
  }

  String title() {
    return title;
  }

  String unit() {
    return bytes ? "MiB/s" : "1/s";
  }

  /** What makes it this job; direct and asynchronous unless they say otherwise. */
  List<String> options() {
    return List.of(options.split(" ", -1));
  }

  /** MiB or operations per second, out of fio's JSON. */
  double rate(JsonNode answer) {
    JsonNode job = answer.path("jobs").path(0);
    JsonNode side = job.path(options().get(0).endsWith("read") ? "read" : "write");
    if (job.path("error").asInt(-1) != 0 || !side.has("iops")) {
      throw new IllegalStateException("fio tells no rate of " + title + ": " + job);
    }
    return bytes ? side.get("bw_bytes").asDouble() / MEBI : side.get("iops").asDouble();
  }
}
