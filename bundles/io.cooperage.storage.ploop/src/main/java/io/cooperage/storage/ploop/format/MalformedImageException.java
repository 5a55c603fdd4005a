package io.cooperage.storage.ploop.format;

/** An image or a DiskDescriptor.xml that breaks the format; the message names the broken rule. */
public final class MalformedImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedImageException(String message) {
    super(message);
  }

  public MalformedImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
