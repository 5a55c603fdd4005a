package io.cooperage.storage.ploop.tool;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One program of the host. It is run by its argument vector, without a shell and with an
 * environment of its own. Immutable; any thread may run it.
 */
public final class Tool {
  /** The check of work that nobody cancels. */
  public static final Runnable UNATTENDED = () -> {};

  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
  private static final long CANCEL_CHECK_MILLIS = 50;
  private static final int OUTPUT_SHOWN = 2000;
  private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final String hostPackage;
  private final Map<String, String> environment;

  private Tool(String name, String hostPackage, Map<String, String> environment) {
    this.name = name;
    this.hostPackage = hostPackage;
    this.environment = environment;
  }

  /**
   * Names a program.
   *
   * @param hostPackage the package that has it, for the error message
   */
  public static Tool of(String name, String hostPackage) {
    return new Tool(name, hostPackage, Map.of());
  }

  /** The program's name. */
  public String name() {
    return name;
  }

  /** The package of the host that has it. */
  public String hostPackage() {
    return hostPackage;
  }

  /** The same program with one more environment variable. */
  public Tool with(String variable, String value) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(variable, value);
    return new Tool(name, hostPackage, Map.copyOf(all));
  }

  /** Where the program is; empty if it is not installed. */
  public Optional<Path> find() {
    return Stream.of(PATH.split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs the program, which must end with 0; as {@link #attempt}. */
  public void run(Runnable cancelCheck, String... arguments) {
    Outcome outcome = attempt(cancelCheck, arguments);
    if (outcome.exit() != 0) {
      throw failed(outcome);
    }
  }

  /**
   * Runs the program and hands back how it ended. It is killed when the check throws.
   *
   * @param cancelCheck run now and then meanwhile; throws if the work was cancelled
   * @throws ContainerException UNSUPPORTED if it is not installed
   */
  public Outcome attempt(Runnable cancelCheck, String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add(program().toString());
    argv.addAll(List.of(arguments));
    Process process = start(argv);
    try {
      OutputTail output = new OutputTail(process.getInputStream(), OUTPUT_SHOWN);
      int exit = await(process, cancelCheck);
      return new Outcome(exit, output.text(OUTPUT_PATIENCE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, name + " was interrupted", "", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** What to say of an outcome that is not wanted. */
  public ContainerException failed(Outcome outcome) {
    return new ContainerException(
        ErrorCode.PROVIDER, name + " ended with " + outcome.exit() + ": " + outcome.output());
  }

  private Path program() {
    return find()
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.UNSUPPORTED,
                    "the program " + name + " is not installed",
                    "install the package " + hostPackage));
  }

  private Process start(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.directory(Path.of("/").toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.PROVIDER, "cannot run " + name, "", e);
    }
  }

  private static int await(Process process, Runnable cancelCheck) throws InterruptedException {
    while (!process.waitFor(CANCEL_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
      cancelCheck.run();
    }
    return process.exitValue();
  }

  /**
   * How a program ended.
   *
   * @param exit its exit status
   * @param output the end of what it printed
   */
  public record Outcome(int exit, String output) {}
}
