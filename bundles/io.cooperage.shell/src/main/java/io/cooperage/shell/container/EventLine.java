package io.cooperage.shell.container;

import io.cooperage.api.event.Event;
import io.cooperage.api.front.PlainForm;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Json;
import io.cooperage.shell.verb.Table;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How an event is shown. */
final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private EventLine() {}

  static void print(Call call, Event event) {
    if (call.has("--json")) {
      call.out().println(Json.line(PlainForm.of(event)));
      return;
    }
    String subject = event.subject().isEmpty() ? "" : event.subject() + " ";
    call.out()
        .println(
            TIME.format(event.at())
                + " "
                + event.type()
                + " "
                + Table.printable(subject + event.message()));
  }
}
