package io.cooperage.api.front;

import io.cooperage.api.error.ErrorCode;

/**
 * How {@code ct} ends, with vzctl's numbers (source: vzctl(8), section EXIT STATUS, of vzctl 4).
 * The one place where an {@link ErrorCode} becomes a number.
 */
public enum ExitCode {
  OK(0, "done"),
  SYSTEM(3, "a system call failed, or a defect; also: Cooperage does not run"),
  UNSUPPORTED(5, "this host or its kernel cannot do it"),
  RESOURCES(6, "not enough resources on the node"),
  EXEC_FAILED(8, "the command inside the container failed"),
  LOCKED(9, "a job holds the container, or it is in use"),
  PERMISSION(12, "not allowed"),
  NO_CONTAINER(14, "there is no such container"),
  TIMEOUT(15, "it took too long"),
  BAD_OPTION(20, "unknown option or parameter"),
  BAD_VALUE(21, "bad value"),
  NOT_RUNNING(31, "the container does not run"),
  RUNNING(32, "the container runs"),
  CANNOT_STOP(33, "the container cannot be stopped"),
  NOT_MOUNTED(40, "the container is not mounted"),
  MOUNTED(41, "the container is mounted"),
  NO_SNAPSHOT(43, "there is no such snapshot"),
  EXISTS(44, "the container exists already"),
  NO_SPACE(46, "not enough disk space"),
  BROKEN(47, "the container's stored definition cannot be used, or its disk is damaged"),
  ADDRESS_IN_USE(78, "the address is in use"),
  NO_TEMPLATE(91, "there is no such template"),
  NAME(131, "the name is in use"),
  NO_BACKUP(160, "there is no such backup"),
  BROKEN_BACKUP(161, "the backup is damaged, or one that it needs is missing");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** One line for help. */
  public String meaning() {
    return meaning;
  }

  public static ExitCode of(ErrorCode code) {
    return switch (code) {
      case BAD_OPTION, NO_CONTROLLER -> BAD_OPTION;
      case BAD_VALUE, NO_SUCH_JOB, NO_SUCH_PLUGIN -> BAD_VALUE;
      case NO_SUCH_CONTAINER -> NO_CONTAINER;
      case NO_SUCH_TEMPLATE -> NO_TEMPLATE;
      case NO_SUCH_SNAPSHOT -> NO_SNAPSHOT;
      case NO_SUCH_BACKUP -> NO_BACKUP;
      case BROKEN_BACKUP -> BROKEN_BACKUP;
      case CONTAINER_EXISTS -> EXISTS;
      case NAME_IN_USE -> NAME;
      case ADDRESS_IN_USE -> ADDRESS_IN_USE;
      case PERMISSION, PLUGIN_REFUSED -> PERMISSION;
      case RUNNING -> RUNNING;
      case NOT_RUNNING -> NOT_RUNNING;
      case MOUNTED -> MOUNTED;
      case NOT_MOUNTED -> NOT_MOUNTED;
      case IN_USE, BUSY, WAITING, CHANGED -> LOCKED;
      case BROKEN_CONTAINER -> BROKEN;
      case CANNOT_STOP -> CANNOT_STOP;
      case EXEC_FAILED -> EXEC_FAILED;
      case TIMEOUT -> TIMEOUT;
      case UNSUPPORTED -> UNSUPPORTED;
      case NO_SPACE -> NO_SPACE;
      case NO_RESOURCES -> RESOURCES;
      case CANCELLED, KERNEL, PROVIDER, INTERNAL -> SYSTEM;
    };
  }
}
