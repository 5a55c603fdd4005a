package io.cooperage.rest.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection whose end may come after its request was answered. A command's request is read on to
 * see the caller go. When it goes just after the answer was complete, Jetty 12.0 asks a request
 * that is no more how its callback wants to be run, is answered null, and its selector fails with
 * "Unable to produce" (source: HttpChannelState.getInvocationType).
 */
final class SteadyEndPoint extends SocketChannelEndPoint {
  SteadyEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public void fillInterested(Callback callback) {
    super.fillInterested(new Steady(callback));
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    return super.tryFillInterested(new Steady(callback));
  }

  /** Says how it wants to be run, whatever the callback says. */
  static final class Steady extends Callback.Nested {
    Steady(Callback callback) {
      super(callback);
    }

    @Override
    public InvocationType getInvocationType() {
      InvocationType type = super.getInvocationType();
      return type == null ? InvocationType.BLOCKING : type;
    }
  }
}
