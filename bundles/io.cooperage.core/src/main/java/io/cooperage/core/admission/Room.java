package io.cooperage.core.admission;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.node.Budget;
import io.cooperage.core.node.Overcommit;
import io.cooperage.spi.controller.Capacity;
import java.util.Locale;
import java.util.OptionalDouble;

/** What is left of a resource. */
final class Room {
  /** Resource of the pools' space. */
  static final String DISK = "disk.space";

  private static final String[] SUFFIXES = {"K", "M", "G", "T"};

  private final Capacity capacity;
  private final OptionalDouble ratio;
  private final long promised;

  /** The sum of what others were promised. */
  Room(Capacity capacity, Overcommit overcommit, long promised) {
    this.capacity = capacity;
    this.ratio = overcommit.ratio(capacity.resource());
    this.promised = promised;
  }

  private long bound() {
    return ratio.isEmpty() ? Long.MAX_VALUE : (long) (capacity.amount() * ratio.getAsDouble());
  }

  private long left() {
    return ratio.isEmpty() ? Long.MAX_VALUE : Math.max(0, bound() - promised);
  }

  Budget budget() {
    return new Budget(
        capacity.resource(), capacity.unit(), capacity.amount(), ratio, promised, left());
  }

  /** Whether so much can be promised besides; no CT gets more than there is at all. */
  boolean has(long asked) {
    return asked <= capacity.amount() && asked <= left();
  }

  /** Names what was asked, what is promised, what there is, and what is left. */
  ContainerException refusal(long asked) {
    boolean disk = capacity.resource().equals(DISK);
    long most = Math.min(left(), capacity.amount());
    String rule =
        "is more than the "
            + shown(most)
            + " that can be had: "
            + shown(promised)
            + " of "
            + shown(capacity.amount())
            + (disk ? " of diskspace" : "")
            + " are promised to other CTs"
            + factor();
    String remedy = "ask for less, or see 'ct node info' and overcommit." + capacity.resource();
    return ContainerException.badInput(
        disk ? ErrorCode.NO_SPACE : ErrorCode.NO_RESOURCES,
        new Problem(capacity.resource(), shown(asked), rule, remedy));
  }

  private String factor() {
    if (ratio.isEmpty() || ratio.getAsDouble() == 1) {
      return "";
    }
    return String.format(Locale.ROOT, ", and the node may promise %s times that", number());
  }

  private String number() {
    return Double.toString(ratio.getAsDouble()).replaceFirst("\\.0$", "");
  }

  private String shown(long amount) {
    if (!capacity.unit().equals("bytes")) {
      return amount + " " + capacity.unit();
    }
    double size = amount;
    String suffix = "B";
    for (int i = 0; i < SUFFIXES.length && size >= 1024; i++) {
      size /= 1024;
      suffix = SUFFIXES[i];
    }
    return String.format(Locale.ROOT, "%.1f", size).replaceFirst("\\.0$", "") + suffix;
  }
}
