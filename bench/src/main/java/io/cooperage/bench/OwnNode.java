package io.cooperage.bench;

import io.cooperage.itests.node.ApiClient;
import io.cooperage.itests.node.TestNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ours, through the API on a kept-alive connection: a whole CT with user namespace, own network,
 * own image.
 */
final class OwnNode implements Contender {
  private static final int WARM_UP = 200;

  private final ApiClient api;
  private final String layout;
  private final Map<String, String> more;
  private int next;

  /** CTIDs and addresses are given out from {@code firstCtid} on. */
  OwnNode(TestNode node, String layout, int firstCtid) {
    this(node, layout, firstCtid, Map.of());
  }

  /** As above, with more settings for each CT. */
  OwnNode(TestNode node, String layout, int firstCtid, Map<String, String> more) {
    this.next = firstCtid;
    this.layout = layout;
    this.more = Map.copyOf(more);
    this.api = new ApiClient(node.run().resolve("api.sock"));
  }

  @Override
  public String name() {
    return more.isEmpty() ? "cooperage " + layout : "cooperage " + layout + " " + more;
  }

  @Override
  public String isolation() {
    return "all of these and user and time ns, own veth and address, own disk image, seccomp, limits, daemon with API";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  /** Enough for the JVM to compile the way. */
  @Override
  public int warmUp() {
    return WARM_UP;
  }

  @Override
  public void createAndStart(String id) {
    create(id, "10.78." + next / 200 % 250 + "." + (1 + next % 200), more, true);
  }

  void create(String id, String address) {
    create(id, address, more, false);
  }

  /** Creates one with settings of its own. */
  void create(String id, String address, Map<String, String> settings) {
    create(id, address, settings, false);
  }

  private void create(String id, String address, Map<String, String> further, boolean start) {
    String settings =
        further.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\",")
            .sorted()
            .collect(
                Collectors.joining(
                    "", "{", "\"layout\":\"" + layout + "\",\"ip\":[\"" + address + "\"]}"));
    api.job(
        "POST",
        "/1.0/containers",
        "{\"name\":\""
            + id
            + "\",\"template\":\"busybox\",\"ctid\":"
            + next++
            + ",\"settings\":"
            + settings
            + ",\"start\":"
            + start
            + "}");
  }

  void start(String id) {
    api.job("PUT", "/1.0/containers/" + id + "/state", "{\"action\":\"start\"}");
  }

  @Override
  public void execTrue(String id) {
    int code =
        api.call("POST", "/1.0/containers/" + id + "/exec", "{\"argv\":[\"true\"]}")
            .orFail()
            .get("exitCode")
            .asInt();
    if (code != 0) {
      throw new IllegalStateException("true -> " + code);
    }
  }

  void stop(String id) {
    api.job("PUT", "/1.0/containers/" + id + "/state", "{\"action\":\"stop\",\"fast\":true}");
  }

  @Override
  public void stopAndDestroy(String id) {
    stop(id);
    api.job("DELETE", "/1.0/containers/" + id, "");
  }

  @Override
  public void close() {
    api.close();
  }
}
