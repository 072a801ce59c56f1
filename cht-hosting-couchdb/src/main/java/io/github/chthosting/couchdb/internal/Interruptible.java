package io.github.chthosting.couchdb.internal;

import io.github.chthosting.operation.WorkContext;
import java.util.function.Supplier;

/** Work that a cancellation interrupts: it ends the threads that it has started itself. */
public final class Interruptible {
  private Interruptible() {}

  /** Runs {@code work}; its thread is interrupted when {@code context} is cancelled. */
  public static <T> T run(WorkContext context, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    WorkContext.Hook hook = context.onCancel(thread::interrupt);
    try {
      return work.get();
    } finally {
      hook.close();
    }
  }
}
