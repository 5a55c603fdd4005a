package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** crun or runc: a bundle of OCI with the busybox root, init sleeps. */
final class OciPeer implements Contender {
  private final String program;
  private final PeerShell shell;
  private final Path bundle;
  private final Path state;
  private final String call;
  private final String filter;

  OciPeer(String program, PeerShell shell, Path folder, Path root) {
    this(program, shell, folder, root, "");
  }

  /**
   * One with a filter of system calls.
   *
   * @param filter the {@code seccomp} object of OCI's runtime specification; empty for none
   */
  OciPeer(String program, PeerShell shell, Path folder, Path root, String filter) {
    this.program = program;
    this.shell = shell;
    this.bundle = folder.resolve(program);
    this.state = folder.resolve(program + "-state");
    this.call = program + " --root " + state;
    this.filter = filter;
    if (missing().isEmpty()) {
      writeBundle(root);
    }
  }

  private void writeBundle(Path root) {
    try {
      Files.createDirectories(bundle);
      Files.writeString(bundle.resolve("config.json"), config(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config(Path root) {
    String namespaces =
        "{\"type\":\"pid\"},{\"type\":\"network\"},{\"type\":\"ipc\"},{\"type\":\"uts\"},{\"type\":\"mount\"},{\"type\":\"cgroup\"}";
    return """
        {"ociVersion":"1.0.0",
         "process":{"terminal":false,"user":{"uid":0,"gid":0},"args":["/bin/sleep","100000"],
           "env":["PATH=/bin"],"cwd":"/","noNewPrivileges":false},
         "root":{"path":"%s","readonly":false},"hostname":"peer",
         "mounts":[{"destination":"/proc","type":"proc","source":"proc"},
           {"destination":"/dev","type":"tmpfs","source":"tmpfs","options":["nosuid","mode=755","size=64k"]},
           {"destination":"/dev/pts","type":"devpts","source":"devpts","options":["newinstance","ptmxmode=0666"]}],
         "linux":{%s"namespaces":[%s]}}
        """
        .formatted(root, filter.isEmpty() ? "" : "\"seccomp\":" + filter + ",", namespaces);
  }

  @Override
  public String name() {
    return program;
  }

  @Override
  public String isolation() {
    return "pid mnt net(empty) ipc uts cgroup; no user ns, shared root folder";
  }

  @Override
  public Optional<String> missing() {
    return shell.succeeds("command -v " + program)
        ? Optional.empty()
        : Optional.of("not installed");
  }

  @Override
  public void createAndStart(String id) {
    shell.run(
        call
            + " create --bundle "
            + bundle
            + " "
            + id
            + " </dev/null >/dev/null 2>&1 && "
            + call
            + " start "
            + id);
  }

  @Override
  public void execTrue(String id) {
    shell.run(call + " exec " + id + " /bin/true");
  }

  /** Starts a program in a running container. */
  Process exec(String id, String command) {
    return shell.start(program, "--root", state.toString(), "exec", id, command);
  }

  @Override
  public void stopAndDestroy(String id) {
    shell.run(call + " delete -f " + id);
  }

  @Override
  public void close() {}
}
