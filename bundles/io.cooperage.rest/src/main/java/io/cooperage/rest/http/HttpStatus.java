package io.cooperage.rest.http;

import io.cooperage.api.error.ErrorCode;

/** The one place where an error becomes an HTTP status (RFC 9110, section 15). */
final class HttpStatus {
  private HttpStatus() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case BAD_OPTION, BAD_VALUE, NO_CONTROLLER -> 400;
      case PERMISSION -> 403;
      case NO_SUCH_CONTAINER, NO_SUCH_TEMPLATE, NO_SUCH_JOB, NO_SUCH_PLUGIN -> 404;
      case NO_SUCH_SNAPSHOT, NO_SUCH_BACKUP -> 404;
      case CONTAINER_EXISTS, NAME_IN_USE, ADDRESS_IN_USE -> 409;
      case RUNNING, NOT_RUNNING, MOUNTED, NOT_MOUNTED, IN_USE, BUSY -> 409;
      case BROKEN_CONTAINER, BROKEN_BACKUP, CANNOT_STOP, EXEC_FAILED, CANCELLED -> 409;
      case CHANGED -> 412;
      case PLUGIN_REFUSED -> 422;
      case UNSUPPORTED -> 501;
      case WAITING -> 503;
      case TIMEOUT -> 504;
      case NO_SPACE, NO_RESOURCES -> 507;
      case KERNEL, PROVIDER, INTERNAL -> 500;
    };
  }
}
