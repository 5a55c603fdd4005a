package io.cooperage.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an engine and its services. When it is shut the engine is as good as dead: nothing
 * that it does reaches the host any more.
 */
public final class CrashGate {
  private final AtomicInteger journalWrites = new AtomicInteger();
  private volatile int crashAt = Integer.MAX_VALUE;
  private volatile boolean crashAfterWrite;
  private volatile boolean shut;

  /** The engine dies at that journal entry: before it is on disk, or just after. */
  public void crashAtJournalEntry(int number, boolean afterWrite) {
    journalWrites.set(0);
    crashAfterWrite = afterWrite;
    crashAt = number;
  }

  public void shut() {
    shut = true;
  }

  public boolean isShut() {
    return shut;
  }

  /** The service as this engine sees it, with every interface that it has. */
  public <S> S guard(Class<S> type, S service) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            service.getClass().getInterfaces(),
            (proxy, method, arguments) -> {
              boolean journal = method.getName().equals("saveJournal");
              boolean crash = journal && journalWrites.incrementAndGet() == crashAt;
              shut |= crash && !crashAfterWrite;
              if (shut && method.getDeclaringClass() != Object.class) {
                throw new IllegalStateException("the engine is dead");
              }
              try {
                return method.invoke(service, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                shut |= crash;
              }
            }));
  }
}
