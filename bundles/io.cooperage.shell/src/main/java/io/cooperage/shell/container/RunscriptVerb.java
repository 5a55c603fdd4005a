package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct runscript}. */
@Component(service = Verb.class)
public final class RunscriptVerb extends ContainerVerb {
  private static final int FIRST_LINE = 256;
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  @Activate
  public RunscriptVerb(@Reference ContainerService containers) {
    super(
        containers,
        ExecVerbs.options(
                Syntax.of(
                    "ct",
                    "runscript",
                    "Runs a script of the host in a container; exits with the script's own code."))
            .argument("CTID", ContainerWords.running(containers))
            .argument("FILE", Completion.NONE)
            .example("ct runscript 101 ./setup.sh")
            .exits(ExitCode.EXEC_FAILED, ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
  }

  @Override
  protected int run(Call call) throws IOException {
    String file = call.places().get(1);
    Path path = call.caller().directory().resolve(file);
    boolean standardInput = file.equals("-");
    List<String> argv = standardInput ? List.of("/bin/sh", "-s") : interpreter(path);
    ContainerProcess process =
        containers.exec(call.container(), ExecVerbs.request(call, argv, false));
    ExecVerbs.Input script = standardInput ? ExecVerbs.Input.NONE : () -> Files.readAllBytes(path);
    return ExecVerbs.run(call, process, true, file, script);
  }

  /** The interpreter of the script's first line reads the rest from standard input. */
  private static List<String> interpreter(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(FIRST_LINE);
    }
    String line = new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (!line.startsWith("#!")) {
      return List.of("/bin/sh", "-s");
    }
    List<String> words = List.of(BLANKS.split(line.substring(2).trim(), 2));
    return words.get(0).endsWith("sh") && words.size() == 1 ? List.of(words.get(0), "-s") : words;
  }
}
