package io.cooperage.rest.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.Test;

class SteadyEndPointTest {
  private final AtomicInteger calls = new AtomicInteger();

  private Callback steady(InvocationType type) {
    return new SteadyEndPoint.Steady(
        new Callback() {
          @Override
          public void succeeded() {
            calls.incrementAndGet();
          }

          @Override
          public InvocationType getInvocationType() {
            return type;
          }
        });
  }

  @Test
  void theCallbackOfARequestThatIsNoMoreMayBlock() {
    assertThat(steady(null).getInvocationType()).isEqualTo(InvocationType.BLOCKING);
  }

  @Test
  void allElseIsTheCallbacksOwn() {
    Callback steady = steady(InvocationType.NON_BLOCKING);
    steady.succeeded();
    assertThat(steady.getInvocationType()).isEqualTo(InvocationType.NON_BLOCKING);
    assertThat(calls).hasValue(1);
  }
}
