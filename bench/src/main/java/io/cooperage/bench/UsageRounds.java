package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the daemon's own samples of all CTs take, as it says in its log when asked to. */
final class UsageRounds {
  private static final Pattern ROUND = Pattern.compile("A round over (\\d+) CTs took (\\d+) us");
  private static final String CONFIG = "org.ops4j.pax.logging.cfg";
  private static final List<String> TOLD =
      List.of(
          "",
          "log4j2.logger.usage.name = io.cooperage.core.usage",
          "log4j2.logger.usage.level = DEBUG");

  private final Path log;
  private int seen;

  private UsageRounds(Path log) throws IOException {
    this.log = log;
    this.seen = lines().size();
  }

  /** Has the node tell of its rounds from now on. */
  static UsageRounds follow(TestNode node) throws IOException {
    Files.write(node.etc().resolve(CONFIG), TOLD, StandardOpenOption.APPEND);
    return new UsageRounds(node.state().resolve("log/cooperage.log"));
  }

  /** The rounds over at least so many CTs since the last call, in milliseconds. */
  Samples next(int count) throws IOException {
    List<String> all = lines();
    // A log that was begun anew meanwhile is read from its start.
    List<String> fresh = all.subList(all.size() < seen ? 0 : seen, all.size());
    seen = all.size();
    Samples rounds = new Samples();
    for (String line : fresh) {
      Matcher round = ROUND.matcher(line);
      if (round.find() && Integer.parseInt(round.group(1)) >= count) {
        rounds.add(Double.parseDouble(round.group(2)) / 1000);
      }
    }
    return rounds;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log);
  }
}
