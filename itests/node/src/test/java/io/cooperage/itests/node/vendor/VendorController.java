package io.cooperage.itests.node.vendor;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Owns one parameter that it enforces nowhere. */
final class VendorController implements ResourceController {
  private final Behaviour behaviour;
  private final Parameter<Long> parameter;

  VendorController(Behaviour behaviour, String parameter) {
    this.behaviour = behaviour;
    this.parameter =
        Parameter.builder(parameter, ValueTypes.integer(0, 100))
            .description("A limit of the tests' vendor.")
            .group("vendor")
            .unit("pieces")
            .defaultText("none")
            .build();
  }

  @Override
  public String name() {
    return "vendor";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(parameter);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    if (behaviour == Behaviour.THROWS) {
      throw new IllegalStateException("the vendor's own fault");
    } else if (behaviour == Behaviour.HANGS) {
      hang();
    } else if (behaviour == Behaviour.DOES_NOT_LINK) {
      NotDelivered.touch();
    }
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    return behaviour == Behaviour.ANSWERS_NULL ? null : List.of();
  }

  /** Not even an interrupt ends it. */
  private void hang() {
    ReentrantLock lock = new ReentrantLock();
    Condition never = lock.newCondition();
    lock.lock();
    try {
      while (behaviour == Behaviour.HANGS) {
        never.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
