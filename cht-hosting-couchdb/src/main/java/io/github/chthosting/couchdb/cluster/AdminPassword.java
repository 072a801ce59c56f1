package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.platform.PlanRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes an administrator's password on all nodes of a cluster to one and the same hash. Left to
 * themselves, nodes hash it each with a salt of its own, and a session of one is not valid on
 * another. The old salt is kept, so that sessions from before stay valid. Thread-safe.
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
   * Sets it: on all other nodes first, on the one that we speak through last. If one refuses, the
   * others get their old hash back. Doing it again with the same password changes nothing.
   *
   * @throws PlanRefusedException if a node does not answer or has no such administrator; nothing
   *     was changed
   * @throws VerificationFailedException if the new password does not open every address; the old
   *     hashes are in force again
   */
  public void change(String user, Secret password) {
    CouchDb through = couch.at(0);
    Map<String, String> old = hashes(through, user);
    String hash = AdminHash.of(password, old.values());
    String last = through.node().name();
    Map<String, String> done = new LinkedHashMap<>();
    try {
      for (String node : inOrder(old, last)) {
        if (!hash.equals(old.get(node))) {
          through.node(node).configure(SECTION, user, hash);
          done.put(node, old.getOrDefault(node, ""));
        }
      }
    } catch (HostingException e) {
      restore(through, user, done);
      throw e;
    }
    prove(user, password, done);
  }

  private static List<String> inOrder(Map<String, String> nodes, String last) {
    List<String> order = new ArrayList<>(nodes.keySet());
    order.remove(last);
    order.add(last);
    return order;
  }

  private Map<String, String> hashes(CouchDb through, String user) {
    Map<String, String> hashes = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    for (String node : through.cluster().membership().members()) {
      try {
        Optional<String> hash = through.node(node).configuration(SECTION, user);
        hash.ifPresentOrElse(
            known -> hashes.put(node, known),
            () -> reasons.add(node + " has no administrator " + user + ": create it there first"));
      } catch (HostingException e) {
        reasons.add(node + " does not answer: start it first");
      }
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("new password of " + user, reasons);
    }
    return hashes;
  }

  private void prove(String user, Secret password, Map<String, String> done) {
    try (CouchDb fresh = connect.apply(Credentials.basic(user, password))) {
      try {
        for (int address = 0; address < fresh.addresses().size(); address++) {
          fresh.at(address).cluster().membership();
        }
      } catch (HostingException e) {
        restore(fresh.at(0), user, done);
        String operation = "new password of " + user;
        throw new VerificationFailedException(
            operation,
            operation
                + ": it does not open every node; the old hashes were put back where possible",
            e);
      }
    }
  }

  private static void restore(CouchDb through, String user, Map<String, String> done) {
    List<String> reversed = new ArrayList<>(done.keySet());
    for (String node : reversed) {
      through.node(node).configure(SECTION, user, done.getOrDefault(node, ""));
    }
  }
}
