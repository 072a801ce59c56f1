package io.github.chthosting.compose.internal.host;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.internal.instance.Instance;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds ports of an engine's host that nobody has: no container, stopped ones included, no
 * installation, and, where the engine is on this host, no process. Each is given once. Not
 * thread-safe.
 */
public final class FreePorts {
  private static final Logger log = LoggerFactory.getLogger(FreePorts.class);
  private static final int LAST = 65_535;

  private final Set<Integer> taken;
  private final IntPredicate listening;

  private FreePorts(Set<Integer> taken, IntPredicate listening) {
    this.taken = taken;
    this.listening = listening;
  }

  /**
   * Returns what is free now.
   *
   * @param containers of the engine
   * @param instances whose ports are theirs even if they have no containers
   */
  public static FreePorts of(
      DockerCli docker, List<Container> containers, Collection<Instance> instances) {
    Set<Integer> taken = new TreeSet<>();
    containers.forEach(each -> taken.addAll(each.status().ports()));
    instances.forEach(each -> taken.addAll(ports(each)));
    boolean local = HostFacts.isLocal(docker);
    return of(taken, port -> local && HostObservation.isTaken(port));
  }

  private static List<Integer> ports(Instance instance) {
    try {
      return List.of(instance.httpPort(), instance.httpsPort());
    } catch (HostingException e) {
      log.warn("{}: its ports are not known: {}", instance.name(), e.getMessage());
      return List.of();
    }
  }

  /** The ports that are free, given those that are taken. */
  static FreePorts of(Collection<Integer> taken, IntPredicate listening) {
    return new FreePorts(new TreeSet<>(taken), listening);
  }

  /** Keeps one from being given. */
  public FreePorts keep(int port) {
    taken.add(port);
    return this;
  }

  /** Returns whether something on this host listens there; not known of an engine elsewhere. */
  public boolean isListening(int port) {
    return listening.test(port);
  }

  /**
   * The lowest free one from {@code first} on.
   *
   * @throws HostingException if there is none
   */
  public int from(int first) {
    for (int port = first; port <= LAST; port++) {
      if (!taken.contains(port) && !listening.test(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new HostingException(
        "find a port",
        "no port from " + first + " on is free on this host; nothing was changed",
        false,
        null);
  }
}
