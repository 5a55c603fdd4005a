package io.cooperage.itests.node;

import io.cooperage.itests.node.HostileTable.Actor;
import io.cooperage.itests.node.PeerTable.Peer;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table in {@code docs/manual/isolation.md} that sets default CTs beside others. */
final class PeerPage {
  private PeerPage() {}

  static String table(HostileTable ours, PeerTable others) {
    StringBuilder page = new StringBuilder();
    page.append("| action | CT, root | CT, user | privileged CT | crun ");
    page.append(others.versions().get("crun")).append(" | LXC ");
    page.append(others.versions().get("lxc")).append(" |\n|---|---|---|---|---|---|\n");
    for (HostileTable.Row row : ours.rows()) {
      page.append("| ").append(row.name());
      page.append(" | ").append(words(row.expected().get(Actor.ROOT)));
      page.append(" | ").append(words(row.expected().get(Actor.USER)));
      page.append(" | ").append(cells(others.row(row.name()))).append(" |\n");
    }
    return page.toString();
  }

  private static String words(Set<String> alternatives) {
    String words = String.join(", ", new TreeSet<>(alternatives));
    return words.equals("DONE") ? "**DONE**" : words;
  }

  private static String cells(PeerTable.Row row) {
    Optional<String> why = row.why();
    if (why.isPresent()) {
      return "not tried: " + why.get() + " | | ";
    }
    return row.words(Peer.PRIVILEGED) + " | " + row.words(Peer.CRUN) + " | " + row.words(Peer.LXC);
  }
}
