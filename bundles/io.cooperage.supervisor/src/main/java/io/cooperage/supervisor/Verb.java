package io.cooperage.supervisor;

/** What a message asks or tells; {@code enum verb} of {@code wire.h}. */
enum Verb {
  HELLO(1),
  LAUNCH(2),
  OPEN_GATE(3),
  KILL(4),
  LIST(5),
  FORGET(6),
  ENTER(7),
  SPAWN(8),
  TICKET(9),
  REDEEM(10),
  CONSOLE(11),
  HOLD(12),
  RELEASE(13),
  GET(14),
  FREEZE_CLONE_THAW(15),
  UPDATE(16),
  ADOPT(17),
  USER_NAMESPACE(18),
  EXIT(64);

  private final int number;

  Verb(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
