package io.cooperage.itests.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container of crun as {@code crun spec} describes it, but without a terminal and with a root
 * that can be written.
 */
record CrunTarget(Path folder, Path program) implements HostileTarget {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "cooperage-hostile";
  private static final String INSIDE = "/hostile";

  @Override
  public void begin() {
    Path bundle = folder.resolve("crun");
    Path config = bundle.resolve("config.json");
    PeerRoot.make(bundle.resolve("rootfs"), program);
    Programs.output("crun", "spec", "--bundle", bundle.toString());
    try {
      ObjectNode spec = (ObjectNode) JSON.readTree(config.toFile());
      ObjectNode process = (ObjectNode) spec.get("process");
      process.put("terminal", false);
      process.putArray("args").add("/bin/sleep").add("100000");
      ((ObjectNode) spec.get("root")).put("readonly", false);
      Files.writeString(config, spec.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(config.toString(), e);
    }
    PeerCommand.begin(crun("run", "--detach", "--bundle", bundle.toString(), ID));
  }

  private List<String> crun(String... words) {
    List<String> command =
        new ArrayList<>(List.of("crun", "--root", folder.resolve("crun-state").toString()));
    command.addAll(List.of(words));
    return command;
  }

  @Override
  public CtResult run(Map<String, String> told, List<String> arguments) {
    return PeerCommand.run(inside(told, arguments)).orFail();
  }

  @Override
  public Process start(Map<String, String> told, List<String> arguments) {
    try {
      return PeerCommand.builder(inside(told, arguments)).start();
    } catch (IOException e) {
      throw new UncheckedIOException("crun", e);
    }
  }

  private List<String> inside(Map<String, String> told, List<String> arguments) {
    List<String> command = crun("exec");
    told.forEach((name, value) -> command.addAll(List.of("--env", name + "=" + value)));
    command.addAll(List.of(ID, INSIDE));
    command.addAll(arguments);
    return command;
  }

  @Override
  public long init() {
    String state = PeerCommand.run(crun("state", ID)).orFail().output();
    try {
      return JSON.readTree(state).get("pid").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(state, e);
    }
  }

  @Override
  public void end() {
    PeerCommand.run(crun("delete", "--force", ID)).orFail();
  }
}
