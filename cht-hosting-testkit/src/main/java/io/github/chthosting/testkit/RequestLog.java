package io.github.chthosting.testkit;

import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what nodes are asked, and lets faults strike. Thread-safe. */
final class RequestLog {
  private static final int KEPT = 10_000;

  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private final List<InjectedFault> faults = new CopyOnWriteArrayList<>();

  InjectedFault inject(Fault fault) {
    InjectedFault injected = new InjectedFault(fault, faults::remove);
    faults.add(injected);
    return injected;
  }

  synchronized List<RecordedRequest> requests() {
    return new ArrayList<>(requests);
  }

  synchronized void clear() {
    requests.clear();
  }

  private synchronized void record(RecordedRequest request) {
    if (requests.size() == KEPT) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  /** Returns the endpoint of a node, seen through this. */
  Endpoint watching(int node, Endpoint endpoint) {
    return (request, response) -> handle(node, endpoint, request, response);
  }

  private void handle(int node, Endpoint endpoint, Request request, Response response)
      throws IOException {
    String target = request.rawTarget();
    int mark = target.indexOf('?');
    RecordedRequest recorded =
        new RecordedRequest(
            node,
            request.method(),
            mark < 0 ? target : target.substring(0, mark),
            mark < 0 ? "" : target.substring(mark + 1));
    record(recorded);
    Optional<InjectedFault> struck =
        faults.stream().filter(fault -> fault.strikes(recorded)).findFirst();
    if (struck.isPresent()) {
      new FaultyExchange(struck.get().effect(), endpoint).handle(request, response);
    } else {
      endpoint.handle(request, response);
    }
  }
}
