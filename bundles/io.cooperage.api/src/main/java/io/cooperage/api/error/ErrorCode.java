package io.cooperage.api.error;

/**
 * Every kind of failure that a front shows; the names are stable and appear in the REST answers.
 */
public enum ErrorCode {
  BAD_OPTION(ErrorCategory.USER),
  BAD_VALUE(ErrorCategory.USER),
  NO_SUCH_CONTAINER(ErrorCategory.USER),
  NO_SUCH_TEMPLATE(ErrorCategory.USER),
  NO_SUCH_SNAPSHOT(ErrorCategory.USER),
  NO_SUCH_BACKUP(ErrorCategory.USER),
  NO_SUCH_JOB(ErrorCategory.USER),
  NO_SUCH_PLUGIN(ErrorCategory.USER),
  NO_CONTROLLER(ErrorCategory.USER),
  CONTAINER_EXISTS(ErrorCategory.USER),
  NAME_IN_USE(ErrorCategory.USER),
  ADDRESS_IN_USE(ErrorCategory.USER),
  PERMISSION(ErrorCategory.USER),
  PLUGIN_REFUSED(ErrorCategory.USER),
  RUNNING(ErrorCategory.STATE),
  NOT_RUNNING(ErrorCategory.STATE),
  MOUNTED(ErrorCategory.STATE),
  NOT_MOUNTED(ErrorCategory.STATE),
  IN_USE(ErrorCategory.STATE),
  BUSY(ErrorCategory.STATE),
  WAITING(ErrorCategory.STATE),
  CHANGED(ErrorCategory.STATE),
  BROKEN_CONTAINER(ErrorCategory.STATE),
  BROKEN_BACKUP(ErrorCategory.STATE),
  CANNOT_STOP(ErrorCategory.STATE),
  EXEC_FAILED(ErrorCategory.STATE),
  CANCELLED(ErrorCategory.STATE),
  TIMEOUT(ErrorCategory.STATE),
  UNSUPPORTED(ErrorCategory.HOST_UNSUPPORTED),
  NO_SPACE(ErrorCategory.RESOURCE),
  NO_RESOURCES(ErrorCategory.RESOURCE),
  KERNEL(ErrorCategory.INTERNAL),
  PROVIDER(ErrorCategory.INTERNAL),
  INTERNAL(ErrorCategory.INTERNAL);

  private final ErrorCategory category;

  ErrorCode(ErrorCategory category) {
    this.category = category;
  }

  public ErrorCategory category() {
    return category;
  }
}
