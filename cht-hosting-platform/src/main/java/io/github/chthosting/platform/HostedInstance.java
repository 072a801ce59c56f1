package io.github.chthosting.platform;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.List;
import java.util.Optional;

/**
 * An instance of the CHT as it was when it was looked at; look again for news. It changes nothing
 * by itself: its plans do, by {@link Plan#apply}. Immutable and thread-safe.
 */
public interface HostedInstance {

  /** Returns the name, which is unique on its platform. */
  String name();

  /** Returns what runs; empty if its services differ, or none tells. */
  Optional<ChtVersion> version();

  /** Returns the number of its CouchDB nodes, as a topology. */
  Topology topology();

  /**
   * Returns every service, those included that should be there and are not, in the order of
   * starting.
   */
  List<ServiceStatus> status();

  /**
   * Starts it: the databases first, which are compared with what was recorded of them, and only
   * then what writes to them. Nothing to do if all is up.
   */
  Plan planStart();

  /**
   * Stops it in order, the databases last, each service with time to end; it stays so until it is
   * started, also when its host starts again.
   */
  Plan planStop();

  /**
   * Takes it away for good, and nothing of any other.
   *
   * @param typedName its name, as whoever wants this typed it
   * @param data whether the data goes too; if not, it is kept with the settings and secrets that it
   *     needs
   * @throws PlanRefusedException if the name is another
   */
  Plan planDestroy(String typedName, boolean data);

  /**
   * Returns a client of its CouchDB nodes themselves, logged in as its administrator. Close it.
   *
   * @throws io.github.chthosting.HostingException if no node runs or can be reached from here, or
   *     the password is not known
   */
  CouchDb couchDb();

  /** Returns what is to be said of it, good and bad. Changes nothing. */
  List<Finding> findings();

  /** Returns what its services wrote. Close it. */
  LogFeed logs(LogQuery query);

  /** Returns whether every service is up; not if there is none. */
  default boolean isUp() {
    return ServiceStatus.areUp(status());
  }
}
