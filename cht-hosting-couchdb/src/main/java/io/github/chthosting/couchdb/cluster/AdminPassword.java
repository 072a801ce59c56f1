package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Changes an administrator's password on all nodes of a cluster to one and the same hash. Left to
 * themselves, nodes hash it each with a salt of its own, and a session of one is not valid on
 * another. Thread-safe.
 *
 * <p>Sessions from before stay valid up to CouchDB 3.3, since the old salt is kept, with which
 * CouchDB signs them. From 3.4 the hash gets a new salt and those sessions end: CouchDB remembers
 * passwords by user and salt ({@code couch_passwords_cache}), and with the old salt would go on to
 * take the old password, and refuse the new one, until it forgets (10 minutes without use). Where
 * that cache is switched off on all nodes, the salt is kept.
 */
public final class AdminPassword {
  private static final String SECTION = "admins";

  private final CouchDb couch;
  private final Function<Credentials, CouchDb> connect;

  private AdminPassword(CouchDb couch, Function<Credentials, CouchDb> connect) {
    this.couch = couch;
    this.connect = connect;
  }

  /**
   * Sends nothing.
   *
   * @param couch a client of the cluster, as an administrator
   * @param connect makes a client with the same addresses and other credentials, to prove the new
   *     password; it is closed here
   */
  public static AdminPassword on(CouchDb couch, Function<Credentials, CouchDb> connect) {
    return new AdminPassword(couch, connect);
  }

  /**
   * Sets it: on all other nodes first, where it is proven, and then on the one that we speak
   * through. If one refuses, the others get their old hash back. Doing it again with the same
   * password changes nothing.
   *
   * @throws PlanRefusedException if a node does not answer or has no such administrator; nothing
   *     was changed
   * @throws VerificationFailedException if the new password does not open every address; the old
   *     hashes are in force again
   */
  public void change(String user, Secret password) {
    Run run = new Run(user, password);
    run.change();
  }

  /** One change, and what it has done so far. */
  private final class Run {
    private final String user;
    private final Secret password;
    private final CouchDb through = couch.at(0);
    private final Map<String, String> old;
    private final Map<String, String> done = new LinkedHashMap<>();

    Run(String user, Secret password) {
      this.user = user;
      this.password = password;
      this.old = hashes();
    }

    void change() {
      String hash = AdminHash.of(password, old.values(), mustForget());
      if (new TreeSet<>(old.values()).size() == 1
          && old.containsValue(AdminHash.of(password, old.values(), false))) {
        return;
      }
      String last = through.node().name();
      Map<Integer, String> names = names();
      try (CouchDb fresh = connect.apply(Credentials.basic(user, password))) {
        try {
          for (String node : old.keySet()) {
            if (!node.equals(last)) {
              set(node, hash);
            }
          }
          prove(fresh, names, last, false);
        } catch (HostingException e) {
          restore(through, e);
        }
        try {
          set(last, hash);
          prove(fresh, names, last, true);
        } catch (HostingException e) {
          // The old password may not open the last one any more; the others take the new one.
          restore(elsewhere(fresh, names, last).orElse(through), e);
        }
      }
    }

    private Map<String, String> hashes() {
      Map<String, String> hashes = new LinkedHashMap<>();
      List<String> reasons = new ArrayList<>();
      for (String node : Cluster.of(through).membership().members()) {
        try {
          Optional<String> hash = through.node(node).configuration(SECTION, user);
          hash.ifPresentOrElse(
              known -> hashes.put(node, known),
              () ->
                  reasons.add(node + " has no administrator " + user + ": create it there first"));
        } catch (HostingException e) {
          reasons.add(node + " does not answer: start it first");
        }
      }
      if (!reasons.isEmpty()) {
        throw new PlanRefusedException("new password of " + user, reasons);
      }
      return hashes;
    }

    /** Returns whether a node remembers the old password by the old salt. */
    private boolean mustForget() {
      return through.info().version().isAtLeast(CouchDbVersion.of(3, 4))
          && old.keySet().stream()
              .anyMatch(
                  node ->
                      !through
                          .node(node)
                          .configuration("couch_passwords_cache", "enable")
                          .equals(Optional.of("false")));
    }

    private Map<Integer, String> names() {
      Map<Integer, String> names = new LinkedHashMap<>();
      for (int address = 0; address < couch.addresses().size(); address++) {
        names.put(address, couch.at(address).node().name());
      }
      return names;
    }

    private void set(String node, String hash) {
      if (!hash.equals(old.get(node))) {
        done.put(node, old.getOrDefault(node, ""));
        through.node(node).configure(SECTION, user, hash);
      }
    }

    private void prove(CouchDb fresh, Map<Integer, String> names, String last, boolean ofLast) {
      names.forEach(
          (address, name) -> {
            if (name.equals(last) == ofLast) {
              Cluster.of(fresh.at(address)).membership();
            }
          });
    }

    private Optional<CouchDb> elsewhere(CouchDb fresh, Map<Integer, String> names, String last) {
      return names.entrySet().stream()
          .filter(entry -> !entry.getValue().equals(last))
          .findFirst()
          .map(entry -> fresh.at(entry.getKey()));
    }

    /** Puts the old hashes back, the last one first, and says why. */
    private void restore(CouchDb by, HostingException cause) {
      List<String> kept = new ArrayList<>();
      List<String> changed = new ArrayList<>(done.keySet());
      Collections.reverse(changed);
      // The node that it is done through comes last: until then it takes the credentials.
      for (String node : changed) {
        try {
          by.node(node).configure(SECTION, user, done.getOrDefault(node, ""));
        } catch (HostingException e) {
          kept.add(node);
        }
      }
      String operation = "new password of " + user;
      throw new VerificationFailedException(
          operation,
          operation
              + ": "
              + cause.getMessage()
              + (kept.isEmpty()
                  ? ". The old hashes are in force again on all nodes."
                  : ". The old hashes are in force again, but not on "
                      + kept
                      + ": set the password there by hand."),
          cause);
    }
  }
}
