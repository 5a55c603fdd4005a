package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Gathers the kernel's answers to a batch of requests with consecutive sequence numbers. */
final class NetlinkReplies {
  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int FLAG_INTERRUPTED = 0x10;
  private static final int FLAG_CAPPED = 0x100;
  private static final int FLAG_WORDS = 0x200;
  private static final int WORDS = 1;

  private final List<NetlinkRequest> requests;
  private final int first;
  private final int wanted;
  private final Predicate<ByteBuffer> keep;
  private final Set<Integer> answered = new HashSet<>();
  private final List<ByteBuffer> messages = new ArrayList<>();
  private final List<NetlinkSocket.Refusal> refusals = new ArrayList<>();
  private boolean interrupted;

  NetlinkReplies(List<NetlinkRequest> requests, int first, int wanted) {
    this(requests, first, wanted, message -> true);
  }

  /** Keeps only some of the messages of the wanted type. */
  NetlinkReplies(List<NetlinkRequest> requests, int first, int wanted, Predicate<ByteBuffer> keep) {
    this.requests = requests;
    this.first = first;
    this.wanted = wanted;
    this.keep = keep;
  }

  /** Takes what one receive call gave. */
  void add(ByteBuffer datagram) {
    int at = 0;
    while (at + NetlinkRequest.HEADER <= datagram.limit()) {
      int length = datagram.getInt(at);
      if (length < NetlinkRequest.HEADER || at + length > datagram.limit()) {
        return;
      }
      int position = datagram.getInt(at + 8) - first;
      if (position >= 0 && position < requests.size()) {
        take(datagram.slice(at, length).order(datagram.order()), position);
      }
      at += (length + 3) & ~3;
    }
  }

  boolean complete() {
    return answered.size() == requests.size();
  }

  boolean interrupted() {
    return interrupted;
  }

  List<ByteBuffer> messages() {
    return messages;
  }

  List<NetlinkSocket.Refusal> refusals() {
    return refusals;
  }

  private void take(ByteBuffer message, int position) {
    int type = Short.toUnsignedInt(message.getShort(4));
    int flags = Short.toUnsignedInt(message.getShort(6));
    interrupted |= (flags & FLAG_INTERRUPTED) != 0;
    if (type == ERROR || type == DONE) {
      answered.add(position);
      int number = message.limit() >= NetlinkRequest.HEADER + 4 ? -message.getInt(16) : 0;
      if (number > 0) {
        String words = type == ERROR ? words(message, flags) : "";
        refusals.add(
            new NetlinkSocket.Refusal(requests.get(position), Errno.of(number), number, words));
      }
    } else if (type == wanted) {
      ByteBuffer body = message.slice(16, message.limit() - 16).order(message.order());
      if (keep.test(body)) {
        messages.add(body);
      }
    }
  }

  private static String words(ByteBuffer message, int flags) {
    if ((flags & FLAG_WORDS) == 0) {
      return "";
    }
    // The refused message is repeated between the number and the words, only its header when
    // capped.
    int repeated = (flags & FLAG_CAPPED) != 0 ? NetlinkRequest.HEADER : message.getInt(20);
    int start = Math.min(message.limit(), 20 + ((repeated + 3) & ~3));
    ByteBuffer rest = message.duplicate().order(message.order()).position(start);
    return NetlinkAttributes.parse(rest).text(WORDS);
  }
}
