#!/usr/bin/env bash
# OkHttp 5.5.1: a POST whose answer never comes is an exception on a fresh connection, and is sent a second time on one used before.
#
# Version     named in the first line, pinned below.
# Behaviour   The server reads the whole POST and closes without an answer. First request of a client: IOException, the server got it once. Any later
#             request on the kept connection: OkHttp opens a new one and sends the POST again, without a word; the caller sees the second answer.
# Expected    The same in both cases, and no second POST, since the first one was received in full and POST is not idempotent.
# Seen        2026-11-29, the lines at the end; the server takes a document once and says 409 the second time, as CouchDB would.
# Consequence A node that dies or a proxy that is reloaded after it took a write: the caller is told 409 (a conflict with itself), or a lease, a
#             _replicate or a purge is done twice. A test with one request does not show it, production with kept connections always does.
#             retryOnConnectionFailure(false), or a body that is one-shot, for what must not be sent twice.
source "$(dirname "$0")/begin.bash"
maven com.squareup.okhttp3:okhttp-jvm:5.5.1
seen=$(run_java Reused <<'J'
import java.io.*;
import java.net.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.*;

public class Reused {
  static final AtomicInteger POSTS = new AtomicInteger();

  public static void main(String[] args) throws Exception {
    var pool = Executors.newCachedThreadPool();
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    pool.execute(() -> {
      while (true) {
        try {
          var socket = listener.accept();
          pool.execute(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    });
    String url = "http://127.0.0.1:" + listener.getLocalPort() + "/db";
    for (boolean retry : new boolean[] {true, false})
      for (boolean reused : new boolean[] {false, true}) {
        var client = new OkHttpClient.Builder().retryOnConnectionFailure(retry).build();
        if (reused) client.newCall(new Request.Builder().url(url).build()).execute().close();
        POSTS.set(0);
        String result;
        try (var response = client.newCall(new Request.Builder().url(url).post(RequestBody.create("{}".getBytes(), null)).build()).execute()) {
          result = "answer " + response.code();
        } catch (IOException e) {
          result = "IOException";
        }
        System.out.println("retryOnConnectionFailure=" + retry + ", " + (reused ? "kept connection" : "fresh connection") + ": " + result + ", server got " + POSTS);
      }
    System.exit(0);
  }

  static void serve(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        while (!in.readLine().isEmpty()) {}
        String answer = "200 OK";
        if (request.startsWith("POST")) {
          in.read();
          in.read();
          if (POSTS.incrementAndGet() == 1) return;
          answer = "409 Conflict";
        }
        socket.getOutputStream().write(("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n").getBytes());
      }
    } catch (IOException e) {
      // the client went away
    }
  }
}
J
)
recorded "$seen" <<'R'
retryOnConnectionFailure=true, fresh connection: IOException, server got 1
retryOnConnectionFailure=true, kept connection: answer 409, server got 2
retryOnConnectionFailure=false, fresh connection: IOException, server got 1
retryOnConnectionFailure=false, kept connection: IOException, server got 1
R
