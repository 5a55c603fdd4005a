package io.cooperage.isolation.view;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** Tells whether a CT sees its own numbers or the host's, by its mount table as it is now. */
@Component(property = "service.ranking:Integer=-20")
public final class ViewInspector implements IsolationInspector {
  private static final String NAME = "view of /proc";
  private static final int MOUNT_TABLE = 8 << 20;

  /** Where something is mounted, in a line of mountinfo; what it is mounted from comes before. */
  private static final int TARGET = 4;

  private static final int ROOT = 3;

  @Override
  public String kind() {
    return "namespaces";
  }

  @Override
  public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
    String id = "/view/" + cell.id() + "/";
    Set<String> shown =
        table(sandbox)
            .lines()
            .map(line -> line.split(" ", TARGET + 2))
            .filter(words -> words.length > TARGET && words[ROOT].contains(id))
            .map(words -> words[TARGET])
            .collect(Collectors.toSet());
    List<Page> pages = Page.here();
    long covered = pages.stream().filter(page -> shown.contains(page.target())).count();
    return List.of(
        covered == pages.size()
            ? IsolationLayer.on(NAME, covered + " files show its own resources")
            : IsolationLayer.off(
                NAME,
                IsolationGrade.GOOD,
                covered + " of " + pages.size() + " files show its own resources",
                "it sees the node's memory, load and CPUs; --procview yes shows its own"));
  }

  private static String table(Sandbox sandbox) {
    Path path = Path.of("/proc", Integer.toString(sandbox.init().pid()), "mountinfo");
    try (OwnedFd file = OpenCalls.open(path)) {
      return FileCalls.readText(file, MOUNT_TABLE);
    }
  }
}
