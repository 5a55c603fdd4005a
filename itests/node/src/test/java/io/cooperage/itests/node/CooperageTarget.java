package io.cooperage.itests.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A CT of a node; {@code settings} as {@code ct create} takes them. */
record CooperageTarget(
    TestNode node, String ctid, String address, Path program, List<String> settings)
    implements HostileTarget {
  private static final String INSIDE = "/hostile";

  /** A default CT. */
  CooperageTarget(TestNode node, String ctid, String address, Path program) {
    this(node, ctid, address, program, List.of());
  }

  @Override
  public void begin() {
    List<String> words = new ArrayList<>(List.of("--ipadd", address));
    words.addAll(settings);
    ContainerIT.create(node, ctid, words.toArray(String[]::new));
    node.ct("cp", program.toString(), ctid + ":" + INSIDE).orFail();
    node.ct("exec", ctid, "--", "chmod", "755", INSIDE).orFail();
  }

  @Override
  public CtResult run(Map<String, String> told, List<String> arguments) {
    return node.ct(command(told, arguments)).orFail();
  }

  @Override
  public Process start(Map<String, String> told, List<String> arguments) {
    return node.startCt(command(told, arguments));
  }

  private String[] command(Map<String, String> told, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("exec2", ctid, "--", "env"));
    told.forEach((name, value) -> words.add(name + "=" + value));
    words.add(INSIDE);
    words.addAll(arguments);
    return words.toArray(String[]::new);
  }

  @Override
  public long init() {
    return ContainerIT.find(node, ctid).get("initPid").asLong();
  }

  @Override
  public void end() {
    if (node.ct("status", ctid).output().contains("running")) {
      node.ct("stop", ctid, "--fast");
    }
    ContainerIT.awaitStatus(node, ctid, "down");
    // A job of the node's own may still clear up after an init that was killed.
    Await.until(
        ctid + " is taken away", Duration.ofMinutes(1), () -> node.ct("destroy", ctid).ok());
  }
}
