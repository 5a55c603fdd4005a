package io.cooperage.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.event.Event;
import io.cooperage.core.Eventually;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static Event event(long sequence) {
    return new Event(sequence, Instant.EPOCH, "test", "", "", Map.of());
  }

  @Test
  void whatWasPostedBeforeItOpenedIsDelivered() {
    List<Long> heard = new CopyOnWriteArrayList<>();
    Mailbox mailbox = new Mailbox(e -> heard.add(e.sequence()), m -> {});
    mailbox.post(event(1));
    mailbox.open();
    Eventually.holds("it is heard", () -> heard.equals(List.of(1L)));
    mailbox.close();
  }

  @Test
  void closingIsToldAndMayBeRepeated() {
    List<Mailbox> closed = new ArrayList<>();
    Mailbox mailbox = new Mailbox(e -> {}, closed::add);
    mailbox.open();
    mailbox.close();
    mailbox.close();
    assertThat(closed).contains(mailbox);
  }
}
