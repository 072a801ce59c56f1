package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.RawReply;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The view that the node at one address has of itself and of the others, at one moment.
 *
 * @param address that was asked
 * @param name of the node; empty if it did not say
 * @param version of CouchDB; empty if it did not say
 * @param membership as this node sees it; of nobody if it did not say
 * @param clock how far its clock was ahead of ours, by the {@code Date} header, so to a second;
 *     empty if it did not say
 * @param trouble why it said nothing
 */
public record NodeView(
    URI address,
    String name,
    String version,
    Membership membership,
    Optional<Duration> clock,
    Trouble trouble) {

  /** The reasons why a node says nothing. */
  public enum Trouble {
    /** The node answered. */
    NONE,
    /** The node does not answer in time, cannot be connected to, or answers with another error. */
    SILENT,
    /** The node does not take the credentials. */
    REFUSES
  }

  /** Asks the node at one of {@link CouchDb#addresses()}: three requests. For administrators. */
  static NodeView of(CouchDb couch, int address) {
    URI uri = couch.addresses().get(address);
    CouchDb one = couch.at(address);
    try {
      Optional<Duration> clock = clock(one);
      Membership membership = Cluster.of(one).membership();
      String name = one.node().name();
      String version = one.request("GET").json().path("version").asString("");
      return new NodeView(uri, name, version, membership, clock, Trouble.NONE);
    } catch (UnsupportedVersionException e) {
      throw e;
    } catch (AccessDeniedException e) {
      return silent(uri, Trouble.REFUSES);
    } catch (HostingException e) {
      return silent(uri, Trouble.SILENT);
    }
  }

  private static NodeView silent(URI uri, Trouble trouble) {
    Membership nobody = new Membership(List.of(), List.of());
    return new NodeView(uri, "", "", nobody, Optional.empty(), trouble);
  }

  private static Optional<Duration> clock(CouchDb one) {
    Instant sent = Instant.now();
    try (RawReply reply = one.request("GET", "_up").send()) {
      Duration half = Duration.between(sent, Instant.now()).dividedBy(2);
      return reply.header("Date").flatMap(NodeView::instant).map(date -> ahead(sent, half, date));
    }
  }

  private static Duration ahead(Instant sent, Duration half, Instant date) {
    // The header has no fractions: half a second is what was cut off on average.
    return Duration.between(sent.plus(half), date.plusMillis(500));
  }

  private static Optional<Instant> instant(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns its name, or its address if it did not say. */
  public String label() {
    return name.isEmpty() ? address.getHost() + ":" + address.getPort() : name;
  }
}
