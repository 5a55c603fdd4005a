package io.cooperage.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** The body of a request: what its handler wants of it, and what nobody wants. */
final class RequestBody {
  private static final int UNWANTED_LIMIT = 64 * 1024;

  private final HttpServletRequest request;

  RequestBody(HttpServletRequest request) {
    this.request = request;
  }

  byte[] bytes(int limit) throws IOException {
    byte[] body = request.getInputStream().readNBytes(limit + 1);
    if (body.length > limit) {
      throw tooLarge(limit);
    }
    return body;
  }

  byte[] line(int limit) throws IOException {
    byte[] line = new byte[1024];
    int length = 0;
    int next = request.getInputStream().read();
    while (next >= 0 && next != '\n') {
      if (length == limit) {
        throw tooLarge(limit);
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(limit, line.length * 2));
      }
      line[length++] = (byte) next;
      next = request.getInputStream().read();
    }
    return Arrays.copyOf(line, length);
  }

  private static RequestException tooLarge(int limit) {
    return new RequestException(413, "the body is larger than " + limit + " bytes");
  }

  /**
   * Reads what the handler left. To be called before a byte of the answer is sent: many clients
   * send a body after its head, and when it comes after the answer, Jetty 12.0 has by then given up
   * the connection without having said so, and closes it at the client's next request (source:
   * HttpStreamOverHTTP1.consumeAvailable). A body that may have no end, or a long one, is not
   * waited for; the answer says that the connection ends with it (RFC 9112, 9.3).
   */
  void finish(HttpServletResponse response) throws IOException {
    long length = request.getContentLengthLong();
    if (length == 0 || (length < 0 && request.getHeader("Transfer-Encoding") == null)) {
      return;
    }
    // To ask for the stream is to ask such a client for a body that it may still keep.
    if (request.getHeader("Expect") != null) {
      response.setHeader("Connection", "close");
    } else if (length > 0 && length <= UNWANTED_LIMIT) {
      request.getInputStream().transferTo(OutputStream.nullOutputStream());
    } else if (!request.getInputStream().isFinished()) {
      response.setHeader("Connection", "close");
    }
  }
}
