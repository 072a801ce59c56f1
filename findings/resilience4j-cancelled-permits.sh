#!/usr/bin/env bash
# resilience4j 2.4.0 RateLimiter: callers that gave up waiting still use up their permits, so that those who come later wait for the dead.
#
# Version     named in the first line, pinned below.
# Behaviour   acquirePermission reserves a permit of a later period and sleeps. An interrupted caller gets its exception and keeps the
#             reservation: with one permit a second and five interrupted waiters the next caller waits more than five seconds.
# Expected    A caller that leaves the queue makes place, as with a Semaphore: the next one waits for one period at most.
# Seen        2026-11-29, the lines at the end (0.7 s and 5.7 s).
# Consequence A cancelled backlog (requests of a backup that was stopped, checks of a health report that ran out of time) blocks what is started
#             next for as long as the backlog would have taken; with a shorter timeoutDuration it is refused at once. Make a new limiter.
source "$(dirname "$0")/begin.bash"
maven io.github.resilience4j:resilience4j-ratelimiter:2.4.0
seen=$(run_java Cancelled <<'J'
import io.github.resilience4j.ratelimiter.*;
import java.time.Duration;
import java.util.*;

public class Cancelled {
  public static void main(String[] args) throws Exception {
    for (int waiters : new int[] {0, 5}) {
      var limiter = RateLimiter.of("limiter", RateLimiterConfig.custom().limitForPeriod(1).limitRefreshPeriod(Duration.ofSeconds(1))
          .timeoutDuration(Duration.ofSeconds(30)).build());
      limiter.acquirePermission();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < waiters; i++) threads.add(new Thread(limiter::acquirePermission));
      threads.forEach(Thread::start);
      while (threads.stream().anyMatch(thread -> thread.getState() == Thread.State.RUNNABLE)) Thread.sleep(10);
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) thread.join();
      long start = System.nanoTime();
      limiter.acquirePermission();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(waiters + " interrupted waiters: the next caller waits " + (seconds > 3 ? "more than 3 s" : "less than 3 s"));
    }
    System.exit(0);
  }
}
J
)
recorded "$seen" <<'R'
0 interrupted waiters: the next caller waits less than 3 s
5 interrupted waiters: the next caller waits more than 3 s
R
