package io.github.chthosting.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The order of addresses for the attempts of one call: the one that worked last, then the others in
 * turn, each once before one is tried again. A pinned call stays at its address.
 */
final class Route {
  private final List<Address> addresses;
  private final AtomicInteger current;
  private final boolean pinned;
  private final Set<Address> tried = new HashSet<>();

  Route(List<Address> all, AtomicInteger current, Call call) {
    if (call.address() >= all.size()) {
      throw new IllegalArgumentException(
          "there is no address " + call.address() + ", just " + all.size());
    }
    this.pinned = call.address() >= 0;
    this.addresses = pinned ? List.of(all.get(call.address())) : all;
    this.current = pinned ? new AtomicInteger() : current;
  }

  int size() {
    return addresses.size();
  }

  /** Returns the one that a message names when no request may go anywhere. */
  Address preferred() {
    return addresses.get(current.get());
  }

  /** The next address whose breaker lets a request pass; null where none does. */
  @Nullable Address next() {
    if (!hasUntried()) {
      tried.clear();
    }
    int start = current.get();
    for (int i = 0; i < addresses.size(); i++) {
      Address address = addresses.get((start + i) % addresses.size());
      if (!tried.contains(address) && address.breaker.tryAcquirePermission()) {
        tried.add(address);
        return address;
      }
    }
    tried.clear();
    return null;
  }

  /** Returns whether there is an address that this round has not tried. */
  boolean hasUntried() {
    return tried.size() < addresses.size();
  }

  /** Makes the one after {@code address} the preferred one, for all calls. */
  void leave(Address address) {
    int index = addresses.indexOf(address);
    current.compareAndSet(index, (index + 1) % addresses.size());
  }
}
