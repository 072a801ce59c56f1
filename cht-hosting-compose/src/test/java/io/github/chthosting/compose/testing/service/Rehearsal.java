package io.github.chthosting.compose.testing.service;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts CouchDB and api in one process, waits until both answer, and ends. */
public final class Rehearsal {
  private static final int SECONDS = 60;

  private Rehearsal() {}

  /** Ends with 0 after an answer of api that needed CouchDB, with 1 if none came. */
  public static void main(String... arguments) throws Exception {
    ExecutorService programs = Executors.newFixedThreadPool(2);
    Future<?> couch = programs.submit(() -> run(CouchDbService::main));
    Future<?> api = programs.submit(() -> run(ApiService::main));
    CouchServer server = CouchServer.of("http://127.0.0.1:5988", "admin:rehearsal");
    for (int second = 0; second < SECONDS; second++) {
      if (server.status("GET", "/api/v2/monitoring") == 200
          && server.status("GET", "/medic/_changes?since=0") == 200) {
        System.exit(0);
      }
      Thread.sleep(1000);
    }
    System.err.println("no answer: couchdb " + couch + ", api " + api);
    System.exit(1);
  }

  private static Void run(Program program) throws Exception {
    program.start();
    return null;
  }

  /** The main method of a program. */
  @FunctionalInterface
  private interface Program {
    void start(String... arguments) throws Exception;
  }
}
